import { percent } from "./fraction.ts";
import type { Book, ByLevel, Law, MajorRule, RatioRule, Rule } from "./law.ts";
import { at, limitRule, ratioRule, yearlyDeductible, yuan } from "./law.ts";
import type { Visit } from "./visit.ts";

const operationLimit: Readonly<Record<string, number>> = { abortion: 400, iud: 100, vasectomy: 500 };

const outpatientEmployee = { community: 80, "1": 80, unrated: 80, "2": 70, "3": 60, provincial: 60 };
const stayEmployee = { community: 92, "1": 90, unrated: 90, "2": 88, "3": 85, provincial: 80 };
const stayResident = { community: 85, "1": 80, unrated: 80, "2": 70, "3": 60, provincial: 55 };

/** Jingmen's demo stays are "as daye's", with its own repeat rule on top. */
export const dayeStayDeductible: ByLevel = {
  community: 200,
  "1": 300,
  unrated: 300,
  "2": 500,
  "3": 800,
  provincial: 1000,
};

function rule(visit: Visit, book: Book, benefit: string): Rule {
  switch (benefit) {
    case "antenatal":
      return limitRule(500, pregnancyFund(visit, "antenatal"));
    case "birthControl":
      return limitRule(operationLimit[visit.claim.birthControl ?? ""] ?? 0, null);
    case "birth":
      if (!visit.employee) return limitRule(600, pregnancyFund(visit, "birth"), true);
      return visit.demo ? limitRule(3000, pregnancyFund(visit, "birth")) : "unknown";
    default:
      return visit.demo ? supplemented(visit, book, benefit) : "unknown";
  }
}

export function pregnancyFund(visit: Visit, kind: "antenatal" | "birth"): string {
  return `maternity.${kind}.fund.${visit.claim.maternity?.pregnancyId ?? ""}`;
}

function supplemented(visit: Visit, book: Book, benefit: string): Rule {
  const { claim, employee } = visit;
  switch (benefit) {
    case "outpatient":
      return outpatient(visit, book, claim.institution.level);
    case "pharmacy":
      return outpatient(visit, book, claim.prescription?.issuerLevel ?? "");
    case "chronic":
      return ratioRule({
        fundId: "chronic.fund",
        ratio: percent(employee ? 80 : 60),
        cap: yuan(5000),
        inYearlyCap: true,
      });
    case "dualChannel":
      return ratioRule({ fundId: "dualChannel.fund", ratio: percent(employee ? 65 : 55), inYearlyCap: true });
    case "inpatient":
      return ratioRule({
        asked: yuan(at(dayeStayDeductible, claim.institution.level)),
        askedIds: ["inpatient.deductible"],
        ratio: dayeStayRatio(visit),
        fundId: "inpatient.fund",
        inYearlyCap: true,
      });
    default:
      return "unknown";
  }
}

function outpatient(visit: Visit, book: Book, level: string): RatioRule {
  if (!visit.employee) return ratioRule({ fundId: "outpatient.fund", ratio: percent(50), cap: yuan(400) });
  return ratioRule({
    ...yearlyDeductible(book, 200),
    ratio: percent(at(outpatientEmployee, level) + (visit.retired ? 5 : 0)),
    fundId: "outpatient.fund",
    cap: yuan(2000),
  });
}

export function dayeStayRatio(visit: Visit) {
  const { level } = visit.claim.institution;
  if (!visit.employee) return percent(at(stayResident, level));
  return percent(at(stayEmployee, level) + (visit.retired ? 2 : 0));
}

const majorEmployee: MajorRule = {
  line: yuan(15_000),
  bands: [{ width: null, ratio: percent(80) }],
  cap: yuan(300_000),
};

const majorResident: MajorRule = {
  line: yuan(12_000),
  bands: [
    { width: yuan(30_000), ratio: percent(60) },
    { width: null, ratio: percent(70) },
  ],
  cap: yuan(300_000),
};

export function dayeMajor(visit: Visit, benefit: string): MajorRule | null {
  if (benefit !== "inpatient") return null;
  return visit.employee ? majorEmployee : majorResident;
}

export function dayeYearlyCap(visit: Visit): bigint | null {
  if (!visit.demo) return null;
  return yuan(visit.employee ? 150_000 : 120_000);
}

/** 大冶, seed 001. Assistance is claimed by hand there: never part of the bill. */
export const daye: Law = {
  firstDay: "2022-01-01",
  residents: true,
  rule,
  yearlyCap: dayeYearlyCap,
  major: dayeMajor,
  supplementary: () => "none",
  assistance: () => null,
};
