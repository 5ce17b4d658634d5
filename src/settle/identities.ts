import { assert } from "../base/assert.ts";
import type { Settlement, Split } from "./settlement.ts";

/**
 * Holds what is true of every settlement, always on: the whole is the sum of its parts, and every part has the sign of
 * the whole (≥ 0; in a reversal ≤ 0).
 *
 * @throws Bug when we are wrong
 * @source domain §4
 */
export function assertIdentities(settlement: Pick<Settlement, "claimId" | "split" | "lines" | "draws">): void {
  const { split, lines, draws } = settlement;
  const where = `claim ${settlement.claimId}`;
  assert(split.total === split.ownPay + split.overLimit + split.selfPayFirst + split.inScope, `${where}: total and its scope`);
  assert(split.fundTotal === fundsOf(split), `${where}: funds`);
  assert(split.total === split.fundTotal + split.personal, `${where}: fund and person`);
  assert(split.personal === split.account + split.family + split.cash, `${where}: person's part`);
  const sign = split.total < 0 ? -1 : 1;
  for (const [name, amount] of Object.entries(split)) {
    assert(Number.isSafeInteger(amount) && amount * sign >= 0, `${where}: ${name} is ${amount}`);
  }
  let total = 0;
  for (const line of lines) {
    assert(line.amount === line.ownPay + line.overLimit + line.selfPayFirst + line.inScope, `${where}: line ${line.id}`);
    total += line.amount;
  }
  assert(total === split.total, `${where}: lines and total`);
  const drawn = draws.reduce((sum, draw) => sum + draw.amount, 0);
  assert(drawn === split.account + split.family, `${where}: accounts`);
}

function fundsOf(split: Split): number {
  return split.basic + split.majorMedical + split.supplementary + split.civilServant + split.assistance + split.other;
}
