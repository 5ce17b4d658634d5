import { present } from "../base/assert.ts";
import type { Fen } from "../base/money.ts";
import { formatFen, leftOf, minFen, zeroFen } from "../base/money.ts";
import type { PaysInForce, Provenance } from "../rules/rules-in-force.ts";
import { explain, formatLeft } from "./explain.ts";
import type { Refusal } from "./refusal.ts";
import { addWithin, used } from "./tally.ts";
import type { BenefitWork } from "./working.ts";
import { isRefusal, rowIn } from "./working.ts";

/**
 * What a benefit with a limit or a fixed sum pays. A limit pays in-scope cost up to what it has left; a fixed sum is paid
 * out whatever the classes of the lines, but never more than the bill.
 *
 * @source 清单 （二十）2、（二十一）3、（二十二）3
 */
export function fixedFund(
  work: BenefitWork,
  pays: Exclude<PaysInForce, { by: "ratio" }>,
  source: Provenance,
): { deductible: Fen; basic: Fen } | Refusal {
  if (pays.by === "limit" && work.inScope === 0) return nothingInScope(work, source);
  const row = rowIn(work, pays.rows, { source, subject: work.subject });
  if (isRefusal(row)) return row;
  const ceiling = pays.by === "fixed" ? work.total : work.inScope;
  const id = pays.per === "pregnancy" ? pregnancyId(work) : null;
  const before = id === null ? zeroFen : used(work.tally, id);
  const amount = minFen(ceiling, leftOf(row.value, before));
  const moved = id === null ? [] : [addWithin(work.tally, id, amount, row.value)];
  explain(work.trace, () => ({
    stage: "basic",
    label: `${work.benefit.name}：${pays.by === "fixed" ? "定额" : "限额"}支付`,
    benefit: work.benefit.id,
    source: row.source,
    inputs: {
      [pays.by === "fixed" ? "total" : "inScope"]: formatFen(ceiling),
      [`${id ?? "operation"}.limit`]: formatFen(row.value),
      ...(id === null ? {} : { [id]: formatFen(before) }),
    },
    formula: `min(${formatFen(ceiling)}, ${id === null ? formatFen(row.value) : formatLeft(row.value, before)})`,
    amount,
    accumulators: moved,
  }));
  return { deductible: zeroFen, basic: amount };
}

function nothingInScope(work: BenefitWork, source: Provenance): { deductible: Fen; basic: Fen } {
  explain(work.trace, () => ({
    stage: "basic",
    label: `${work.benefit.name}：无符合政策范围的金额`,
    benefit: work.benefit.id,
    source,
    inputs: { inScope: formatFen(work.inScope) },
    formula: formatFen(work.inScope),
    amount: zeroFen,
  }));
  return { deductible: zeroFen, basic: zeroFen };
}

function pregnancyId(work: BenefitWork): string {
  const { pregnancyId: pregnancy } = present(work.bill.claim.maternity, "the pregnancy, asked for before");
  return `maternity.${work.benefit.id}.fund.${pregnancy}`;
}
