import type { Fen } from "../base/money.ts";
import { negateFen, zeroFen } from "../base/money.ts";
import type { Split } from "../settle/settlement.ts";
import { splitNames } from "../settle/settlement.ts";
import type { CentreSplit } from "../upload/compare-split.ts";
import type { Deed } from "./causes.ts";
import { deedOf, moneyDeeds, safeBecause } from "./causes.ts";
import type { Difference } from "./differences.ts";

/** One amount that a deed changes, and where: in this ledger, at the centre, or only in what is told. */
export interface Effect {
  readonly where: "here" | "centre" | "told";
  readonly name: keyof Split | "day" | "insutype" | "clearingType" | "refundFlag" | "message";
  readonly before: Fen | string;
  readonly after: Fen | string;
}

export interface Preview {
  readonly deed: Deed;
  readonly effects: readonly Effect[];
  readonly needsApproval: boolean;
  readonly safeBecause: string;
}

/**
 * What the one deed of a difference will change.
 *
 * @param here  the split of our settlement; null where only the centre has one
 */
export function previewOf(difference: Difference, here: Split | null): Preview {
  const deed = deedOf[difference.cause];
  return {
    deed,
    effects: effectsOf(deed, difference, here),
    needsApproval: moneyDeeds.has(deed),
    safeBecause: safeBecause[deed],
  };
}

function effectsOf(deed: Deed, difference: Difference, here: Split | null): readonly Effect[] {
  const { entry, fact, row } = difference;
  const there: CentreSplit = fact?.split ?? row?.amounts ?? {};
  switch (deed) {
    case "send":
    case "resolve":
      return [{ where: "centre", name: "message", before: entry?.state ?? "", after: "confirmed" }];
    case "reverseHere":
      return changes("here", {}, here === null ? {} : mirrored(here));
    case "undoThere":
      return changes(
        "centre",
        {},
        mirrored(entry?.isRefund === true && here !== null ? mirrored(here) : there),
      );
    case "acceptAmounts":
      return changes("told", here ?? {}, there);
    case "countOnDay": {
      const isThere = row?.verdict === "centreMore";
      const after = isThere ? "" : (fact?.day ?? "");
      return [{ where: "told", name: "day", before: entry?.day ?? "", after }];
    }
    case "countInGroup":
      return groupEffects(difference);
    case "tellFlag": {
      const before = entry?.toldAsRefund === true ? "1" : "0";
      return [{ where: "told", name: "refundFlag", before, after: before === "1" ? "0" : "1" }];
    }
    case "sendAgain":
      return changes("centre", {}, here ?? {});
  }
}

function mirrored(split: CentreSplit): CentreSplit {
  const turned: { -readonly [Name in keyof Split]?: Fen } = {};
  for (const name of splitNames) {
    const amount = split[name];
    if (amount !== undefined) turned[name] = negateFen(amount);
  }
  return turned;
}

function changes(where: Effect["where"], before: CentreSplit, after: CentreSplit): readonly Effect[] {
  return splitNames.flatMap((name): readonly Effect[] => {
    const to = after[name];
    if (to === undefined) return [];
    const from = before[name] ?? zeroFen;
    return from === to ? [] : [{ where, name, before: from, after: to }];
  });
}

function groupEffects({ entry, fact }: Difference): readonly Effect[] {
  if (entry === null || fact === null) return [];
  return (["insutype", "clearingType"] as const).flatMap((name): readonly Effect[] =>
    entry[name] === fact[name] ? [] : [{ where: "told", name, before: entry[name], after: fact[name] }],
  );
}
