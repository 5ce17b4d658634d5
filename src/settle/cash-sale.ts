import { present } from "../base/assert.ts";
import type { Rounding } from "../base/money.ts";
import { addFen, formatDecimal, formatFen, priceTimes, zeroFen } from "../base/money.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import type { Claim } from "./claim.ts";
import type { Trace } from "./explain.ts";
import { explain, openTrace, roundWord } from "./explain.ts";
import { assertIdentities } from "./identities.ts";
import type { SettleOptions } from "./settle.ts";
import type { SettledLine, Settlement, Split } from "./settlement.ts";
import { splitOf } from "./settlement.ts";

/** Stands where a cash sale has no pack to name; the hash is that of an empty text. */
export const noRules = {
  id: "none",
  sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
} as const;

/** Where cash stands for the whole of a bill, its other parts are nothing. */
const wholes: ReadonlySet<keyof Split> = new Set(["total", "ownPay", "personal", "cash"]);

/**
 * A claim paid wholly in cash for now: every line own pay, no fund, no account, no accumulator moved. It is never refused;
 * what it would be worth is found when it is settled.
 *
 * @param rules  of the plan on the service date, which round the lines as they will when it is settled; null: half up
 * @source domain §7 A
 */
export function settleCash(claim: Claim, rules: RulesInForce | null, options: SettleOptions): Settlement {
  const rounding = rules === null ? "halfUp" : rules.rounding;
  const trace = openTrace(options.explain);
  const lines = claim.items.map((item): SettledLine => {
    const amount = priceTimes(item.price, item.qty, rounding);
    const parts = { overLimit: zeroFen, selfPayFirst: zeroFen, inScope: zeroFen };
    return { id: item.id, benefit: "accountOnly", amount, ownPay: amount, ...parts };
  });
  const total = lines.reduce((sum, line) => addFen(sum, line.amount), zeroFen);
  const split = splitOf((name) => (wholes.has(name) ? total : zeroFen));
  explainCash(trace, { claim, lines, rounding, total: split.total });
  const { id, sha256 } = rules ?? noRules;
  const settlement: Settlement = {
    claimId: claim.claimId,
    pack: id,
    packSha256: sha256,
    supplement: null,
    split,
    lines,
    benefits: [],
    movements: [],
    draws: [],
    steps: trace.steps ?? [],
    notes: ["CASH_SALE"],
  };
  assertIdentities(settlement);
  return settlement;
}

interface CashParts {
  readonly claim: Claim;
  readonly lines: readonly SettledLine[];
  readonly rounding: Rounding;
  readonly total: Split["total"];
}

function explainCash(trace: Trace, { claim, lines, rounding, total }: CashParts): void {
  for (const [at, { id, benefit, amount }] of lines.entries()) {
    const { name, price, qty } = present(claim.items[at], "the item of a line");
    const inputs = { price: formatDecimal(price), qty: formatDecimal(qty) };
    explain(trace, () => ({
      stage: "lineAmount",
      label: `${name}：单价 × 数量`,
      benefit,
      line: id,
      source: null,
      inputs,
      formula: `${roundWord[rounding]}(${inputs.price} × ${inputs.qty})`,
      amount,
    }));
  }
  const sum = { stage: "total", label: "费用总额", source: null, inputs: {} } as const;
  const formula = lines.map((line) => formatFen(line.amount)).join(" + ");
  explain(trace, () => ({ ...sum, formula, amount: total }));
  const text = formatFen(total);
  const cash = { stage: "cash", label: "全额收现，待补结算", source: null } as const;
  explain(trace, () => ({ ...cash, inputs: { total: text }, formula: text, amount: total }));
}
