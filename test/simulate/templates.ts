import type { Templates } from "./day.ts";
import { makeTemplate } from "./town.ts";

const desksMax = 8;

/** The books of a place and its centre before any day. */
export function openTemplates(kind: Templates["kind"]): {
  readonly templates: Templates;
  readonly drop: () => void;
} {
  const templates = {
    kind,
    centre: makeTemplate(kind, 90),
    desks: Array.from({ length: desksMax }, (_desk, at) => makeTemplate(kind, at + 1)),
  };
  return {
    templates,
    drop: () => {
      for (const one of [templates.centre, ...templates.desks]) one.drop();
    },
  };
}
