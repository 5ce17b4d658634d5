import { least, percent } from "./fraction.ts";
import type { Book, Law, MajorRule, RatioRule, Rule } from "./law.ts";
import { at, ratioRule, yuan } from "./law.ts";
import type { Visit } from "./visit.ts";
import { visitId } from "./visit-id.ts";

/** Seed 004 二·1: the deductible of one visit, and of a year at that level. */
const visitDeductible = { community: 0, "1": 0, unrated: 0, "2": 50, "3": 100, provincial: 100 };
const outpatientRatio = { community: 70, "1": 70, unrated: 70, "2": 60, "3": 60, provincial: 60 };

/** Seed 004 三. */
const stayDeductible = { community: 200, "1": 500, unrated: 500, "2": 800, "3": 1100, provincial: 1600 };
const inpatientRatio = { community: 93, "1": 92, unrated: 92, "2": 90, "3": 85, provincial: 80 };

/** Monthly cost limits of the demo supplement; the limits of other diseases stay unknown. */
const monthlyCost: Readonly<Record<string, number>> = {
  M01600: 200,
  M03900: 150,
  M00500: 1000,
  M08300: 4250,
};

function rule(visit: Visit, book: Book, benefit: string): Rule {
  switch (benefit) {
    case "outpatient":
      return outpatient(visit, book);
    case "inpatient":
      return inpatient(visit, book);
    default:
      return visit.demo ? supplemented(visit, benefit) : "unknown";
  }
}

function outpatientCap(visit: Visit): bigint {
  return yuan(visit.retired ? 2000 : 1500);
}

function outpatient(visit: Visit, book: Book): RatioRule {
  const { level } = visit.claim.institution;
  const ratio = percent(at(outpatientRatio, level));
  const fund = { ratio, fundId: "outpatient.fund", cap: outpatientCap(visit) };
  const perVisit = at(visitDeductible, level);
  if (perVisit === 0) return ratioRule(fund);
  const visitKey = visitId(visit);
  const levelKey = level === "2" ? "outpatient.deductible.2" : "outpatient.deductible.3";
  const asked = least(
    yuan(perVisit) - book.read(visitKey),
    yuan(level === "2" ? 200 : 300) - book.read(levelKey),
    yuan(300) - book.read("outpatient.deductible"),
  );
  return ratioRule({ ...fund, asked, askedIds: ["outpatient.deductible", levelKey, visitKey] });
}

function inpatient(visit: Visit, book: Book): RatioRule {
  const { level } = visit.claim.institution;
  const stayId = `inpatient.stays.${level === "unrated" ? "1" : level}`;
  const full = yuan(at(stayDeductible, level));
  const thisStay = book.read(stayId) === 0n ? full : full / 2n;
  return ratioRule({
    asked: least(thisStay, yuan(2000) - book.read("inpatient.deductible")),
    askedIds: ["inpatient.deductible"],
    stayId,
    ratio: percent(at(inpatientRatio, level) + (visit.retired ? 2 : 0)),
    fundId: "inpatient.fund",
    inYearlyCap: true,
  });
}

function supplemented(visit: Visit, benefit: string): Rule {
  if (benefit === "pharmacy") {
    return ratioRule({ fundId: "outpatient.fund", ratio: percent(70), cap: outpatientCap(visit) });
  }
  if (benefit === "dualChannel") {
    return ratioRule({ fundId: "dualChannel.fund", ratio: percent(70), inYearlyCap: true });
  }
  return benefit === "chronic" ? chronic(visit) : "unknown";
}

function chronic(visit: Visit): Rule {
  const disease = visit.disease ?? "";
  const limit = monthlyCost[disease];
  if (limit === undefined) return "unknown";
  return ratioRule({
    cost: { id: `chronic.cost.${disease}.${visit.day.slice(0, 7)}`, limit: yuan(limit) },
    ratio: percent(visit.retired ? 85 : 80),
    fundId: "chronic.fund",
  });
}

const major: MajorRule = {
  line: yuan(16_000),
  bands: [{ width: null, ratio: percent(90) }],
  cap: yuan(500_000),
};
const majorPoor: MajorRule = { line: yuan(8000), bands: [{ width: null, ratio: percent(95) }], cap: null };

function majorOf(visit: Visit): MajorRule {
  const { assistance } = visit.claim.person;
  const poor = assistance === "destitute" || assistance === "subsistence" || assistance === "returned";
  return poor ? majorPoor : major;
}

/** 衡阳, seed 004. */
export const hengyang: Law = {
  firstDay: "2023-06-01",
  residents: false,
  rule,
  yearlyCap: () => yuan(150_000),
  major: (visit, benefit) => (benefit === "inpatient" ? majorOf(visit) : null),
  supplementary: () => "none",
  assistance: () => null,
};
