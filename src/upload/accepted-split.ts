import { addFen, subtractFen, zeroFen } from "../base/money.ts";
import type { Fen } from "../base/money.ts";
import { splitFault } from "../settle/identities.ts";
import type { Split } from "../settle/settlement.ts";
import { splitOf } from "../settle/settlement.ts";
import type { Difference } from "./compare-split.ts";

const funds = ["basic", "majorMedical", "supplementary", "civilServant", "assistance"] as const;

/**
 * What is paid when a centre's other amounts are accepted. What it does not tell is as here; a part that it does not tell
 * and that is the rest of others is what is left of them, so that the parts make the whole.
 *
 * @param here        the settlement as it is paid until then
 * @param isReversal  its amounts are below zero
 * @returns null when the centre's amounts do not add up among themselves: then nobody can pay them
 * @source domain §4, §7
 */
export function acceptedSplit(
  here: Split,
  differences: readonly Pick<Difference, "name" | "there">[],
  isReversal: boolean,
): Split | null {
  const told = new Map(differences.map(({ name, there }) => [name, there]));
  const of = (name: keyof Split): Fen => told.get(name) ?? here[name];
  const rest = (name: keyof Split, whole: Fen, parts: readonly Fen[]): Fen =>
    told.get(name) ?? parts.reduce(subtractFen, whole);
  const fundTotal = of("fundTotal");
  const personal = rest("personal", of("total"), [fundTotal]);
  const sums = {
    inScope: rest("inScope", of("total"), [of("ownPay"), of("overLimit"), of("selfPayFirst")]),
    other: rest("other", fundTotal, funds.map(of)),
    fundTotal,
    personal,
    cash: rest("cash", personal, [of("account"), of("family")]),
  };
  const accepted = { ...splitOf(of), ...sums };
  return splitFault(accepted, isReversal) === null ? accepted : null;
}

/** The difference of two splits, part by part. @param before  is taken from `after` @returns zero where they are the same (domain §7) */
export function lessSplit(after: Split, before: Split): Split {
  return splitOf((name) => subtractFen(after[name], before[name]));
}

/** The sum of some splits, part by part. @param splits  none: nothing @returns all parts (domain §7) */
export function sumSplits(splits: readonly Split[]): Split {
  return splitOf((name) => splits.reduce((sum, split) => addFen(sum, split[name]), zeroFen));
}
