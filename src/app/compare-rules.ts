import { assert } from "../base/assert.ts";
import { loadPacks } from "../rules/pack-book.ts";
import type { RuleValue } from "../rules/rule-values.ts";
import { ruleValues } from "../rules/rule-values.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { findDownload } from "./rules-download.ts";
import { chosenWith } from "./rules-downloads.ts";
import type { Result } from "./terminal.ts";

/** One version of a rule now and with a download; null where there is none. */
export interface RuleDifference {
  readonly before: RuleValue | null;
  readonly after: RuleValue | null;
}

/** More than anybody reads before deciding. */
const differencesMax = 500;

/** What a download would change in the values, before it is taken into use. */
export function compareRules(ground: Ground, id: string): Result<readonly RuleDifference[]> {
  const download = findDownload(ground, id);
  if (download === null) return decline("DOWNLOAD_NOT_FOUND", "没有这份下载，请核对编号", { id });
  const chosen = chosenWith(ground, download);
  if (!chosen.ok) return chosen;
  const loaded = loadPacks(chosen.value.packs, chosen.value.supplement);
  assert(loaded.ok, "rules that were chosen load");
  const before = byPlace(ground.books.current.packs.flatMap(ruleValues));
  const after = byPlace(loaded.book.packs.flatMap(ruleValues));
  const places = [...new Set([...before.keys(), ...after.keys()])];
  const differences = places.flatMap((place): RuleDifference[] => {
    const pair = { before: before.get(place) ?? null, after: after.get(place) ?? null };
    return JSON.stringify(pair.before) === JSON.stringify(pair.after) ? [] : [pair];
  });
  return accept(differences.slice(0, differencesMax));
}

function byPlace(values: readonly RuleValue[]): ReadonlyMap<string, RuleValue> {
  return new Map(values.map((value) => [`${value.pack} ${value.path} ${value.from}`, value]));
}
