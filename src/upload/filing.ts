import type { RulesInForce } from "../rules/rules-in-force.ts";
import type { Population } from "../rules/schema-parts.ts";
import type { FilingRequest } from "../wire/filings.ts";

/** A disease that is on file of a person. */
interface KnownDisease {
  readonly code: string;
  readonly from: string;
  readonly to: string | null;
}

export interface FilingFacts {
  readonly population: Population;
  readonly diseases: readonly KnownDisease[];
  /** The day on which it is asked. */
  readonly today: string;
  /** The stay that a late record is for; null: none. `settledOn`: the day of its bill, null while it is open. */
  readonly stay: { readonly admitted: string; readonly settledOn: string | null } | null;
}

/** Why something is not filed, or what the filing will do. */
export type FilingJudgement =
  | { readonly ok: true; readonly counts: "direct" | "manualClaim" }
  | {
      readonly ok: false;
      readonly code: "CLAIM_INVALID" | "CHRONIC_LIMIT" | "NOT_ENTITLED";
      readonly message: string;
      readonly clause: string | null;
    };

/**
 * Whether something can be filed, by the person's own rules, and whether bills settle directly by it.
 *
 * @param rules  those in force on its first day
 * @source 荆医保发〔2023〕18号 6–9；大冶医保服务指南 十二至十七
 */
export function judgeFiling(
  request: FilingRequest,
  facts: FilingFacts,
  rules: RulesInForce,
): FilingJudgement {
  if (request.to !== null && request.to < request.from) return invalid("止日早于起日");
  switch (request.kind) {
    case "chronic":
      return judgeChronic(request, facts, rules);
    case "offSite":
      return judgeRecord(request, facts, rules);
    case "designation":
      return { ok: true, counts: "direct" };
  }
}

function invalid(message: string): FilingJudgement {
  return { ok: false, code: "CLAIM_INVALID", message, clause: null };
}

function judgeChronic(
  { diseaseCode, from, to, identifiedOn }: Extract<FilingRequest, { kind: "chronic" }>,
  { population, diseases, today }: FilingFacts,
  rules: RulesInForce,
): FilingJudgement {
  if (identifiedOn > today) return invalid("认定日期晚于今天");
  if (from < identifiedOn) return invalid("起日早于认定日期");
  const beside = diseases.filter(
    (one) => (to === null || one.from <= to) && (one.to === null || from <= one.to),
  );
  if (beside.some(({ code }) => code === diseaseCode)) return invalid("该病种在此期间已备案");
  const most = rules.benefit("chronic", population).diseasesMax;
  if (most === null || mostAtOnce(beside, from) < most.value) return { ok: true, counts: "direct" };
  const message = `门诊慢特病最多认定 ${most.value} 种，此人已有 ${most.value} 种，请先撤销其中一种`;
  return { ok: false, code: "CHRONIC_LIMIT", message, clause: most.source.clause };
}

/** The most diseases that stand on one day from the first day of the new one on: a day counts where one begins. */
function mostAtOnce(beside: readonly KnownDisease[], from: string): number {
  const days = [from, ...beside.map((one) => one.from).filter((day) => day > from)];
  const on = (day: string): number =>
    new Set(
      beside.filter((one) => one.from <= day && (one.to === null || day <= one.to)).map(({ code }) => code),
    ).size;
  return Math.max(...days.map(on));
}

function judgeRecord(
  { recordType, from }: Extract<FilingRequest, { kind: "offSite" }>,
  { today, stay }: FilingFacts,
  { offSite }: RulesInForce,
): FilingJudgement {
  if (recordType === "emergency") {
    if (offSite.emergency.value) return { ok: true, counts: "direct" };
    const message = "参保地不把急诊抢救视同已备案，请按其他类型备案";
    return { ok: false, code: "NOT_ENTITLED", message, clause: offSite.emergency.source.clause };
  }
  if (!offSite.records.value.includes(recordType)) {
    const { clause } = offSite.records.source;
    return { ok: false, code: "NOT_ENTITLED", message: "参保地没有这种异地就医备案", clause };
  }
  if (from >= today) return { ok: true, counts: "direct" };
  // Made later than care began: a stay is in time until its bill is settled, whatever else is claimed by hand.
  const isInTime =
    stay !== null &&
    offSite.lateInpatient.value &&
    stay.admitted <= from &&
    (stay.settledOn === null || today <= stay.settledOn);
  return { ok: true, counts: isInTime ? "direct" : "manualClaim" };
}
