import { assert, Bug, present } from "../base/assert.ts";
import type { Fen } from "../base/money.ts";
import type { Settlement, Split } from "./settlement.ts";
import { splitNames } from "./settlement.ts";

/**
 * Holds what is true of every settlement, always on: the whole is the sum of its parts, and every part has the sign of
 * the whole (≥ 0; in a reversal ≤ 0).
 *
 * @throws Bug when we are wrong
 * @source domain §4
 */
export function assertIdentities(
  settlement: Pick<Settlement, "claimId" | "split" | "lines" | "draws">,
): void {
  const { split, lines, draws } = settlement;
  const where = `claim ${settlement.claimId}`;
  const fault = splitFault(split, split.total < 0);
  if (fault !== null) throw new Bug(`${where}: ${fault}`);
  let total = 0;
  for (const line of lines) {
    const whole = line.ownPay + line.overLimit + line.selfPayFirst + line.inScope;
    if (line.amount !== whole) throw new Bug(`${where}: line ${line.id}`);
    total += line.amount;
  }
  assert(total === split.total, `${where}: lines and total`);
  const drawn = draws.reduce((sum, draw) => sum + draw.amount, 0);
  assert(drawn === split.account + split.family, `${where}: accounts`);
}

/**
 * What of a split does not add up, or has not the sign of its whole.
 *
 * @param mirrored  whether it is that of a reversal, whose amounts are below zero
 * @returns null when all of it holds
 * @source domain §4
 */
export function splitFault(split: Split, mirrored: boolean): string | null {
  if (split.total !== split.ownPay + split.overLimit + split.selfPayFirst + split.inScope)
    return "total and its scope";
  if (split.fundTotal !== fundsOf(split)) return "funds";
  if (split.total !== split.fundTotal + split.personal) return "fund and person";
  if (split.personal !== split.account + split.family + split.cash) return "person's part";
  const wrong = splitNames.find(
    (name) => !Number.isSafeInteger(split[name]) || (mirrored ? split[name] > 0 : split[name] < 0),
  );
  return wrong === undefined ? null : `${wrong} is ${split[wrong]}`;
}

/**
 * Holds that no account pays more than it has.
 *
 * @throws Bug when we are wrong
 * @source domain §4
 */
export function assertBalances(
  draws: Settlement["draws"],
  { balance, family }: { readonly balance: Fen; readonly family: readonly { readonly balance: Fen }[] },
): void {
  for (const { member, amount } of draws) {
    const held = member === null ? balance : present(family[member], "the member who pays").balance;
    assert(amount <= held, "an account pays more than it has");
  }
}

function fundsOf(split: Split): number {
  return (
    split.basic +
    split.majorMedical +
    split.supplementary +
    split.civilServant +
    split.assistance +
    split.other
  );
}
