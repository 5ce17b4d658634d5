import { createContext, useCallback, useContext, useState } from "react";

import { present } from "../../src/base/assert.ts";
import type { Language } from "../words/language.ts";

/** How this machine's screens look: nothing of anybody, so it may stay in the browser. */
export interface Preferences {
  readonly language: Language;
  readonly largeType: boolean;
  readonly highContrast: boolean;
  /** Which counter this is: bills are kept under it. */
  readonly desk: string;
}

const place = "onestop.preferences";

type Chosen = readonly [Preferences, (change: Partial<Preferences>) => void];

/** Given by the page to its screens. */
export const PreferencesContext = createContext<Chosen | null>(null);

/** For a screen: the preferences in use and how to change them. */
export function useChosenPreferences(): Chosen {
  return present(useContext(PreferencesContext), "the preferences of the page");
}

/** The preferences of this machine and how to change them. */
export function usePreferences(): Chosen {
  const [preferences, setPreferences] = useState(readPreferences);
  const change = useCallback((changed: Partial<Preferences>) => {
    setPreferences((before) => {
      const after = { ...before, ...changed };
      localStorage.setItem(place, JSON.stringify(after));
      return after;
    });
  }, []);
  return [preferences, change];
}

/** What somebody has written into the store by hand is not trusted further than its kind. */
function readPreferences(): Preferences {
  const kept = new Map<string, unknown>(Object.entries(parsed(localStorage.getItem(place))));
  const desk = kept.get("desk");
  return {
    language: kept.get("language") === "en" ? "en" : "zh",
    largeType: kept.get("largeType") === true,
    highContrast: kept.get("highContrast") === true,
    desk: typeof desk === "string" && desk !== "" ? desk : "01",
  };
}

function parsed(text: string | null): object {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
