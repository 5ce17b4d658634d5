import { least, percent } from "./fraction.ts";
import type { Book, Law, RatioRule, Rule, Share } from "./law.ts";
import { at, limitRule, ratioRule, yearlyDeductible, yuan } from "./law.ts";
import { dayeMajor, dayeStayDeductible, dayeStayRatio, dayeYearlyCap, pregnancyFund } from "./plan-daye.ts";
import type { Visit } from "./visit.ts";
import { visitId } from "./visit-id.ts";

const operationLimit: Readonly<Record<string, number>> = { abortion: 400, iud: 150, vasectomy: 500 };
const outpatientEmployee = { community: 75, "1": 75, unrated: 75, "2": 65, "3": 55, provincial: 55 };

const assistanceRatio: Readonly<Record<string, number>> = {
  destitute: 90,
  orphan: 90,
  subsistence: 70,
  returned: 70,
  marginal: 50,
  monitored: 50,
  medicalPoverty: 40,
};

/** Seed 003 states no amounts: without the supplement nothing is known. */
function rule(visit: Visit, book: Book, benefit: string): Rule {
  if (!visit.demo) return "unknown";
  const { employee } = visit;
  switch (benefit) {
    case "outpatient":
    case "pharmacy":
      return employee ? outpatientOfEmployee(visit, book, benefit) : outpatientOfResident(visit, book);
    case "chronic":
      return ratioRule({ fundId: "chronic.fund", ratio: percent(employee ? 80 : 60), inYearlyCap: true });
    case "dualChannel":
      return ratioRule({ fundId: "dualChannel.fund", ratio: percent(employee ? 70 : 60), inYearlyCap: true });
    case "inpatient":
      return inpatient(visit, book);
    case "antenatal":
      return limitRule(800, pregnancyFund(visit, "antenatal"));
    case "birth":
      return limitRule(employee ? 3500 : 800, pregnancyFund(visit, "birth"), !employee);
    case "birthControl":
      return limitRule(operationLimit[visit.claim.birthControl ?? ""] ?? 0, null);
    default:
      return "unknown";
  }
}

function outpatientOfEmployee(visit: Visit, book: Book, benefit: string): RatioRule {
  const byLevel = at(outpatientEmployee, visit.claim.institution.level) + (visit.retired ? 5 : 0);
  return ratioRule({
    ...yearlyDeductible(book, 400),
    // "0.65 flat" is read as one share for everyone at a pharmacy, retired or not.
    ratio: percent(benefit === "pharmacy" ? 65 : byLevel),
    fundId: "outpatient.fund",
    cap: yuan(2500),
    inYearlyCap: true,
  });
}

function outpatientOfResident(visit: Visit, book: Book): RatioRule {
  const id = visitId(visit);
  return ratioRule({
    asked: yuan(50) - book.read(id),
    askedIds: ["outpatient.deductible", id],
    ratio: percent(50),
    fundId: "outpatient.fund",
    cap: yuan(500),
  });
}

function inpatient(visit: Visit, book: Book): RatioRule {
  const { level } = visit.claim.institution;
  const stayId = `inpatient.stays.${level === "unrated" ? "1" : level}`;
  const full = yuan(at(dayeStayDeductible, level));
  const thisStay = book.read(stayId) === 0n ? full : full / 2n;
  return ratioRule({
    asked: least(thisStay, yuan(1500) - book.read("inpatient.deductible")),
    askedIds: ["inpatient.deductible"],
    stayId,
    ratio: dayeStayRatio(visit),
    fundId: "inpatient.fund",
    inYearlyCap: true,
  });
}

function assistance(visit: Visit, benefit: string): Share | null {
  if (!visit.demo || (benefit !== "inpatient" && benefit !== "chronic")) return null;
  const points = assistanceRatio[visit.claim.person.assistance ?? ""];
  return points === undefined ? null : { ratio: percent(points), cap: yuan(20_000) };
}

/** 荆门, seed 003. */
export const jingmen: Law = {
  firstDay: "2023-08-31",
  residents: true,
  rule,
  yearlyCap: dayeYearlyCap,
  major: dayeMajor,
  supplementary: () => "none",
  assistance,
};
