import type { Templates } from "./day.ts";
import { makeTemplate } from "./town.ts";

const desksMax = 8;

/** The books of desks and their centre before any day. */
export function openTemplates(kind: Templates["kind"]): {
  readonly templates: Templates;
  readonly drop: () => void;
} {
  const placeOf = (at: number) => (kind === "town" ? (["hospital", "pharmacy"] as const)[at % 2] : kind);
  const templates = {
    kind,
    centre: makeTemplate(placeOf(0) ?? "hospital", 90),
    desks: Array.from({ length: desksMax }, (_desk, at) => makeTemplate(placeOf(at) ?? "hospital", at + 1)),
  };
  return {
    templates,
    drop: () => {
      for (const one of [templates.centre, ...templates.desks]) one.drop();
    },
  };
}
