import type { Difference } from "./differences.ts";
import type { Amounts, ComparedGroup } from "./statement.ts";
import { groupKey, isSame, minus, nothing, plus } from "./statement.ts";

/**
 * Totals that the differences found do not explain to the fen: what the centre has more there, null where it does not
 * say how much. Empty: every fen has a cause.
 *
 * @source domain §9: the close refuses ±0.01 without a named cause
 */
export function unexplained(
  groups: readonly ComparedGroup[],
  differences: readonly Difference[],
): ReadonlyMap<string, Amounts | null> {
  const explained = new Map<string, { readonly amounts: Amounts; readonly count: number }>();
  const add = (key: string, amounts: Amounts, count: number): void => {
    const before = explained.get(key) ?? { amounts: nothing, count: 0 };
    explained.set(key, { amounts: plus(before.amounts, amounts), count: before.count + count });
  };
  const touched = new Set<string>();
  for (const one of differences) {
    for (const { key, amounts, count } of effectsOn(one)) {
      touched.add(key);
      add(key, amounts, count);
    }
  }
  const left = new Map<string, Amounts | null>();
  for (const group of groups) {
    if (group.verdict === "equal" && !touched.has(groupKey(group))) continue;
    const key = groupKey(group);
    const { amounts, count } = explained.get(key) ?? { amounts: nothing, count: 0 };
    if (group.theirs === null) {
      // How much it is nobody says: any difference of this total has to do as its cause.
      if (group.verdict !== "equal" && !touched.has(key)) left.set(key, null);
      continue;
    }
    const more = minus(group.theirs, group.sums);
    const isExplained = isSame(more, amounts) && group.theirs.count - group.sums.count === count;
    if (!isExplained) left.set(key, minus(more, amounts));
  }
  return left;
}

interface Effect {
  readonly key: string;
  readonly amounts: Amounts;
  readonly count: number;
}

/** What a difference makes of the centre's totals against ours. */
function effectsOn({ cause, entry, row, fact, delta }: Difference): readonly Effect[] {
  if (cause === "otherGroup" && entry !== null && fact !== null) {
    const there = { ...fact, office: entry.office };
    return [
      { key: groupKey(entry), amounts: minus(nothing, entry), count: -1 },
      { key: groupKey(there), amounts: entry, count: 1 },
    ];
  }
  const isThere = row !== null && row.amounts !== null;
  const isTold = row?.verdict !== "centreMore";
  const group = isTold ? entry : (fact ?? entry);
  if (group === null) return [];
  return [{ key: groupKey(group), amounts: delta, count: (isThere ? 1 : 0) - (isTold ? 1 : 0) }];
}
