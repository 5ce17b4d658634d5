import { percent } from "./fraction.ts";
import type { Book, Law, RatioRule, Rule } from "./law.ts";
import { at, ratioRule, yearlyDeductible, yuan } from "./law.ts";
import type { Visit } from "./visit.ts";

/** 第五条 2; community counts as 1, unrated as 1, provincial as 3. */
const outpatientActive = { community: 80, "1": 80, unrated: 80, "2": 65, "3": 50, provincial: 50 };
const outpatientRetired = { community: 90, "1": 90, unrated: 90, "2": 75, "3": 60, provincial: 60 };

const firstStay = { community: 200, "1": 200, unrated: 200, "2": 500, "3": 1000, provincial: 1000 };
const laterStay = { community: 200, "1": 200, unrated: 200, "2": 300, "3": 800, provincial: 800 };
const inpatientRatio = { community: 92, "1": 92, unrated: 92, "2": 88, "3": 85, provincial: 85 };

function rule(visit: Visit, book: Book, benefit: string): Rule {
  const { claim } = visit;
  if (benefit === "outpatient") return outpatient(visit, book, claim.institution.level);
  if (benefit === "pharmacy") return outpatient(visit, book, claim.prescription?.issuerLevel ?? "");
  if (!visit.demo) return "unknown";
  switch (benefit) {
    case "chronic":
      return ratioRule({
        fundId: "chronic.fund",
        ratio: percent(visit.retired ? 85 : 80),
        cap: yuan(20_000),
        inYearlyCap: true,
      });
    case "dualChannel":
      return ratioRule({ fundId: "dualChannel.fund", ratio: percent(70), inYearlyCap: true });
    case "inpatient":
      return inpatient(visit, book);
    default:
      return "unknown";
  }
}

function outpatient(visit: Visit, book: Book, level: string): RatioRule {
  return ratioRule({
    ...yearlyDeductible(book, 500),
    ratio: percent(at(visit.retired ? outpatientRetired : outpatientActive, level)),
    fundId: "outpatient.fund",
    cap: yuan(3000),
    inYearlyCap: true,
  });
}

function inpatient(visit: Visit, book: Book): RatioRule {
  const stayId = "inpatient.stays.any";
  const { level } = visit.claim.institution;
  return ratioRule({
    asked: yuan(at(book.read(stayId) === 0n ? firstStay : laterStay, level)),
    askedIds: ["inpatient.deductible"],
    stayId,
    ratio: percent(at(inpatientRatio, level) + (visit.retired ? 2 : 0)),
    fundId: "inpatient.fund",
    inYearlyCap: true,
  });
}

const major = { line: yuan(12_000), bands: [{ width: null, ratio: percent(80) }], cap: yuan(300_000) };

/** 十堰, seed 002. Its yearly basic cap is not stated: without the supplement it limits nothing. */
export const shiyan: Law = {
  firstDay: "2022-12-31",
  residents: false,
  rule,
  yearlyCap: (visit) => (visit.demo ? yuan(150_000) : null),
  major: (_visit, benefit) => (benefit === "inpatient" ? major : null),
  supplementary: () => "none",
  assistance: () => null,
};
