import type { Fen } from "../base/money.ts";
import { addFen, subtractFen, zeroFen } from "../base/money.ts";
import type { Split } from "../settle/settlement.ts";
import { splitNames } from "../settle/settlement.ts";
import type { Habits } from "./habits.ts";

/** Amounts of a settlement as a centre tells them; what its answer leaves out is not there. */
export type CentreSplit = { readonly [Name in keyof Split]?: Fen };

/** One amount that the two sides see differently. */
export interface Difference {
  readonly name: keyof Split;
  readonly here: Fen;
  readonly there: Fen;
}

/**
 * The amounts of an answer in our own terms: funds without accounts, family apart.
 *
 * @param here  the settlement as the ledger holds it: says how much of an account was the family's where the answer does not
 */
export function inOurTerms(there: CentreSplit, here: Split, habits: Habits): CentreSplit {
  const account = there.account ?? zeroFen;
  const family = habits.tellsFamily ? (there.family ?? zeroFen) : here.family;
  const own = habits.tellsFamily ? account : subtractFen(account, family);
  const accounts = addFen(own, family);
  const { fundTotal } = there;
  const funds =
    fundTotal === undefined || !habits.fundIncludesAccounts ? fundTotal : subtractFen(fundTotal, accounts);
  return {
    ...there,
    ...(there.account === undefined ? {} : { account: own, family }),
    ...(funds === undefined ? {} : { fundTotal: funds }),
  };
}

/** Where the centre's split is not ours, amount by amount; empty: they are equal to the fen. */
export function differencesOf(here: Split, there: CentreSplit): readonly Difference[] {
  return splitNames.flatMap((name) => {
    const told = there[name];
    return told === undefined || told === here[name] ? [] : [{ name, here: here[name], there: told }];
  });
}
