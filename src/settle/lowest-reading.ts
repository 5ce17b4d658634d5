import type { OpenReadings, RulesInForce } from "../rules/rules-in-force.ts";
import type { Settled } from "./settled.ts";

/**
 * Settles so that the funds pay least: each rule that can be read in more than one way in the reading that gives the lowest
 * sum of the funds, one rule after the other. Of equal ones the first counts, ours before all. What one of the readings
 * refuses is refused: under it nothing would be paid.
 *
 * @param settle  settles the same claim under given rules
 * @source domain §7 B
 */
export function settleLowest(open: OpenReadings, settle: (rules: RulesInForce) => Settled): Settled {
  let chosen = open.counts.map(() => 0);
  let least = settle(open.as(chosen));
  for (const [point, count] of open.counts.entries()) {
    for (let reading = 1; reading < count && least.ok; reading += 1) {
      const tried = chosen.with(point, reading);
      const settled = settle(open.as(tried));
      if (settled.ok && settled.settlement.split.fundTotal >= least.settlement.split.fundTotal) continue;
      chosen = tried;
      least = settled;
    }
  }
  return least;
}
