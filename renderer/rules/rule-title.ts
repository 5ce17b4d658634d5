import { wordOf } from "../words/word-of.ts";
import type { Words } from "../words/words.ts";
import { ruleOf } from "./value-lines.ts";

/** A rule by its name; of an employer with whose it is. */
export function ruleTitle(path: string, words: Words): string {
  const name = wordOf(words.rules.ruleNames, ruleOf(path));
  const steps = path.split(".");
  return steps[0] === "employers" ? `${name} · ${steps.slice(1, -1).join(".")}` : name;
}

/** What a rule belongs to: its benefit, and whose where employees and residents have their own. */
export function roomTitle(
  benefit: { readonly name: string; readonly population: string | null } | null,
  words: Words,
): string {
  if (benefit === null) return words.rules.wholePlan;
  const { name, population } = benefit;
  return population === null ? name : `${name} · ${wordOf(words.domain.populations, population)}`;
}
