import type { CivilDate } from "../base/civil-date.ts";
import { addDays, firstOfNextMonth, yearOf } from "../base/civil-date.ts";
import { addFen, formatFen, zeroFen } from "../base/money.ts";
import { rowFor } from "../rules/table.ts";
import type { Bill } from "./bill.ts";
import { diseaseOf, rulesOf, subjectOf } from "./bill.ts";
import { hasRecord } from "./off-site.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";

type Check = (bill: Bill) => Refusal | null;

/** The reasons to refuse a bill whose plan and day are known, in the fixed order of domain §11. */
export const checks: readonly Check[] = [
  planNotTransferred,
  coverageNotInForce,
  notEntitled,
  notDesignated,
  recordRequired,
  claimWindowClosed,
  inpatientExcludesOutpatient,
  chronicLimit,
  prescriptionExpired,
  accountUseNotAllowed,
  accountInsufficient,
];

function planNotTransferred(bill: Bill): Refusal | null {
  const { employer } = bill;
  if (employer?.layers.value !== "notTransferred") return null;
  return refuse("PLAN_NOT_TRANSFERRED", `${employer.name}的职工医保暂未移交省本级管理，请按原单位政策办理`, {
    employer: employer.name,
    clause: employer.layers.source.clause,
  });
}

function coverageNotInForce(bill: Bill): Refusal | null {
  const { claim, payer } = bill;
  const { serviceDate } = claim;
  const enrolledOn = payer?.coverageFrom ?? claim.person.coverageFrom;
  for (const benefit of [null, ...bill.benefits]) {
    const waits = benefit?.startsNextMonth ?? null;
    const nextMonth =
      waits !== null && rowFor(waits.value, subjectOf(bill, claim.institution.level)) !== null;
    const from = nextMonth ? firstOfNextMonth(enrolledOn) : enrolledOn;
    if (serviceDate >= from) continue;
    return refuse(
      "COVERAGE_NOT_IN_FORCE",
      `待遇自 ${from} 起享受，就医日期 ${serviceDate} 尚未生效，请核对参保日期或按自费结算`,
      {
        enrolledOn,
        from,
        serviceDate,
        clause: waits?.source.clause ?? null,
      },
    );
  }
  return null;
}

function notEntitled(bill: Bill): Refusal | null {
  return payerNotEntitled(bill) ?? statusNotEntitled(bill) ?? chronicNotEntitled(bill);
}

function payerNotEntitled(bill: Bill): Refusal | null {
  const { claim, payer } = bill;
  const named = claim.maternity?.payer ?? null;
  if (named !== null && claim.person.population === "employee") {
    return refuse("NOT_ENTITLED", "本人已参加职工医保，不能使用配偶的职工医保，请去掉配偶后按本人待遇结算", {
      payer: named.psnNo,
    });
  }
  if (payer === null) return null;
  const refusing = bill.benefits.find(
    (benefit) => benefit.pays.known && benefit.spouseMayPay?.value !== true,
  );
  if (refusing !== undefined) {
    return refuse("NOT_ENTITLED", `${refusing.name}不能使用配偶的职工医保，请去掉配偶后结算`, {
      benefit: refusing.id,
    });
  }
  if (payer.filedOn <= claim.serviceDate) return null;
  return refuse("NOT_ENTITLED", `配偶职工医保自 ${payer.filedOn} 备案，请先备案再结算`, {
    filedOn: payer.filedOn,
    serviceDate: claim.serviceDate,
  });
}

function statusNotEntitled(bill: Bill): Refusal | null {
  for (const benefit of bill.benefits) {
    if (benefit.entitled === null) continue;
    const subject = subjectOf(bill, bill.claim.institution.level);
    if (rowFor(benefit.entitled.value, subject) !== null) continue;
    return refuse(
      "NOT_ENTITLED",
      `${benefit.name}待遇不适用于此参保人员类别，请改用其他医疗类别或按自费结算`,
      {
        benefit: benefit.id,
        status: subject.personStatus,
        population: subject.population,
        clause: benefit.entitled.source.clause,
      },
    );
  }
  return null;
}

function chronicNotEntitled(bill: Bill): Refusal | null {
  if (!bill.lines.some((line) => line.benefit === "chronic")) return null;
  const { claim, diseases, rules } = bill;
  if (diseases.length === 0) {
    return refuse("NOT_ENTITLED", "就医日期无有效的门诊慢特病认定，请改按普通门诊结算或先办理认定", {
      diseases,
    });
  }
  if (claim.chronicDisease !== undefined && !diseases.includes(claim.chronicDisease)) {
    return refuse(
      "NOT_ENTITLED",
      `病种 ${claim.chronicDisease} 不在有效的认定病种内，请改填认定病种或按普通门诊结算`,
      {
        chronicDisease: claim.chronicDisease,
        diseases,
      },
    );
  }
  const direct = rules.offSite.otherProvinceDiseases;
  if (!bill.otherProvince || direct === null) return null;
  const disease = diseaseOf(bill);
  // The national list names diseases; the last two digits of a code tell subtypes of one.
  if (disease !== null && direct.value.some((code) => code.slice(0, 4) === disease.slice(0, 4))) return null;
  return refuse("NOT_ENTITLED", "该病种尚不能跨省直接结算，请全额自费后回参保地手工报销", {
    disease,
    direct: direct.value,
    clause: direct.source.clause,
  });
}

function notDesignated(bill: Bill): Refusal | null {
  const { designations } = bill.claim.institution;
  if (!designations.includes("basic")) {
    return refuse("NOT_DESIGNATED", "本机构不是基本医保定点，不能结算，请到定点医药机构或全额自费", {
      needs: "basic",
      designations,
    });
  }
  for (const { needs, name } of bill.benefits) {
    if (needs === null || designations.includes(needs.value)) continue;
    return refuse("NOT_DESIGNATED", `本机构没有${name}定点资格，请到有资格的机构，或按自费结算`, {
      needs: needs.value,
      designations,
      clause: needs.source.clause,
    });
  }
  return null;
}

function recordRequired(bill: Bill): Refusal | null {
  if (bill.place === "home") return null;
  const benefits = bill.benefits.map((benefit) => benefit.id);
  if (benefits.length === 0 || hasRecord(bill, benefits)) return null;
  return refuse(
    "RECORD_REQUIRED",
    "异地就医须先备案（急诊抢救视同已备案；住院可在出院结算前补办），或全额自费后手工报销",
    {
      region: bill.claim.institution.region,
      plan: bill.rules.plan,
      offSite: bill.claim.offSite ?? null,
    },
  );
}

function claimWindowClosed(bill: Bill): Refusal | null {
  const { claim, rules } = bill;
  const window = rules.claimWindow;
  if (window === null || bill.place === "home" || claim.submittedOn === undefined) return null;
  const { benefits, yearsAfter, lastDay } = window.value;
  if (!bill.lines.some((line) => benefits.includes(line.benefit))) return null;
  const last = `${yearOf(claim.serviceDate) + yearsAfter}-${lastDay}`;
  if (claim.submittedOn <= last) return null;
  return refuse("CLAIM_WINDOW_CLOSED", `手工报销应不晚于 ${last} 申报，逾期不再办理，请按自费结算`, {
    last,
    submittedOn: claim.submittedOn,
    clause: window.source.clause,
  });
}

/** Whether the service date lies strictly inside the person's stay; the two end days do not count as inside. */
function duringStay(bill: Bill): boolean {
  const { serviceDate, person } = bill.claim;
  const stay = person.inpatientStay;
  return stay !== null && stay.from < serviceDate && (stay.to === null || serviceDate < stay.to);
}

function inpatientExcludesOutpatient(bill: Bill): Refusal | null {
  if (!duringStay(bill)) return null;
  for (const { name, excludedDuringStay } of bill.benefits) {
    if (excludedDuringStay?.value !== true) continue;
    const message = `住院治疗期间不得享受${name}待遇，可改为现金或个人账户支付`;
    return refuse("INPATIENT_EXCLUDES_OUTPATIENT", message, {
      stay: bill.claim.person.inpatientStay,
      serviceDate: bill.claim.serviceDate,
      clause: excludedDuringStay.source.clause,
    });
  }
  return null;
}

/** Whether the bill falls on the day of admission or discharge of a stay that excludes a benefit of it. */
export function onStayBoundary(bill: Bill): boolean {
  const stay = bill.claim.person.inpatientStay;
  const { serviceDate } = bill.claim;
  if (stay === null || (serviceDate !== stay.from && serviceDate !== stay.to)) return false;
  return bill.benefits.some((benefit) => benefit.excludedDuringStay?.value === true);
}

function chronicLimit(bill: Bill): Refusal | null {
  if (bill.claim.medType !== "14") return null;
  const most = rulesOf(bill, "chronic").diseasesMax;
  if (most === null || bill.diseases.length <= most.value) return null;
  return refuse(
    "CHRONIC_LIMIT",
    `门诊慢特病最多认定 ${most.value} 种，该参保人有 ${bill.diseases.length} 种，请先到经办机构核对`,
    {
      most: most.value,
      diseases: bill.diseases,
      clause: most.source.clause,
    },
  );
}

function prescriptionExpired(bill: Bill): Refusal | null {
  const { claim, rules } = bill;
  if (claim.medType !== "41" || claim.prescription === null) return null;
  const { issuedOn, validDays = 1 } = claim.prescription;
  // The prescriber may say more days than the plan takes.
  const days = Math.min(validDays, rules.prescription.value.validDaysMax);
  const last: CivilDate = addDays(issuedOn, days - 1);
  if (issuedOn <= claim.serviceDate && claim.serviceDate <= last) return null;
  return refuse("PRESCRIPTION_EXPIRED", `处方有效期为 ${issuedOn} 至 ${last}，请重新开具`, {
    issuedOn,
    last,
    serviceDate: claim.serviceDate,
    clause: rules.prescription.source.clause,
  });
}

function accountUseNotAllowed(bill: Bill): Refusal | null {
  const { account } = bill.claim;
  if (!account.use) return null;
  const { family } = bill.rules.account.value;
  const stranger = account.family.find((member) => !family.includes(member.relation));
  if (stranger === undefined) return null;
  return refuse(
    "ACCOUNT_USE_NOT_ALLOWED",
    `个人账户共济不适用于此亲属关系：${stranger.relation}，请去掉该亲属后重试`,
    {
      relation: stranger.relation,
      allowed: family,
      clause: bill.rules.account.source.clause,
    },
  );
}

function accountInsufficient(bill: Bill): Refusal | null {
  const { requested, balance, family, use } = bill.claim.account;
  if (!use || requested === undefined) return null;
  const available = family.reduce((sum, member) => addFen(sum, member.balance), addFen(zeroFen, balance));
  if (requested <= available) return null;
  return refuse("ACCOUNT_INSUFFICIENT", "个人账户余额不足，请减少账户支付金额", {
    requested: formatFen(requested),
    available: formatFen(available),
  });
}
