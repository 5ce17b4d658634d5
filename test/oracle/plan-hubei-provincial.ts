import { ageOn } from "./calendar.ts";
import { percent } from "./fraction.ts";
import type { Book, Law, MajorRule, RatioRule, Rule, Share } from "./law.ts";
import { at, ratioRule, yearlyDeductible, yuan } from "./law.ts";
import type { Visit } from "./visit.ts";

const changjiangPower = { ratio: percent(75), cap: yuan(15_000) };

/** Q2, with the shares of the demo supplement; 国电湖北电力 of Q1 is read as 长源电力. */
const threeLayers: Readonly<Record<string, Share>> = {
  国家电网公司华中分部: { ratio: percent(80), cap: yuan(20_000) },
  国家能源集团长源电力股份有限公司: changjiangPower,
  国电湖北电力有限公司: changjiangPower,
  中国电力工程顾问集团中南电力设计院有限公司: { ratio: percent(70), cap: yuan(10_000) },
};

/** Q3. */
const twoLayers = [
  "东风汽车集团有限公司",
  "中国航天三江集团有限公司",
  "华电湖北发电有限公司",
  "中国石化集团江汉石油管理局有限公司",
];

/** Q4. */
const notTransferred = ["中国铁路武汉局集团有限公司", "国网湖北省电力有限公司", "长江航道局"];

const outpatientHospital = { community: 85, "1": 80, unrated: 80, "2": 70, "3": 60, provincial: 60 };
const inpatientRatio = { community: 92, "1": 92, unrated: 92, "2": 90, "3": 88, provincial: 86 };
const stayDeductible = { community: 200, "1": 300, unrated: 300, "2": 600, "3": 900, provincial: 900 };

export function isNotTransferred(employer: string | null): boolean {
  return employer !== null && notTransferred.includes(employer);
}

export function isTwoLayer(employer: string | null): boolean {
  return employer !== null && twoLayers.includes(employer);
}

/** An employer that no list names has no known layers, so that no in-scope money of it can be split. */
export function hasLayers(employer: string | null): boolean {
  return employer !== null && (twoLayers.includes(employer) || Object.hasOwn(threeLayers, employer));
}

function rule(visit: Visit, book: Book, benefit: string): Rule {
  if (benefit === "outpatient" || benefit === "pharmacy") return outpatient(visit, book);
  if (!visit.demo) return "unknown";
  switch (benefit) {
    case "chronic":
      return ratioRule({ fundId: "chronic.fund", ratio: inpatientShare(visit), inYearlyCap: true });
    case "dualChannel":
      return ratioRule({ fundId: "dualChannel.fund", ratio: percent(75), inYearlyCap: true });
    case "inpatient":
      return inpatient(visit, book);
    default:
      return "unknown";
  }
}

function outpatient(visit: Visit, book: Book): RatioRule {
  const { type, level } = visit.claim.institution;
  const points = type === "pharmacy" ? 65 : at(outpatientHospital, level);
  const age = ageOn(visit.claim.person.birthDate, visit.day);
  return ratioRule({
    ...yearlyDeductible(book, 2400),
    ratio: visit.demo ? percent(points) : null,
    fundId: "outpatient.fund",
    cap: yuan(age <= 50 ? 6000 : age <= 70 ? 8000 : 10_000),
  });
}

function inpatientShare(visit: Visit) {
  return percent(at(inpatientRatio, visit.claim.institution.level) + (visit.retired ? 2 : 0));
}

function inpatient(visit: Visit, book: Book): RatioRule {
  const stayId = "inpatient.stays.any";
  const full = yuan(at(stayDeductible, visit.claim.institution.level));
  return ratioRule({
    asked: book.read(stayId) === 0n ? full : full / 2n,
    askedIds: ["inpatient.deductible"],
    stayId,
    ratio: inpatientShare(visit),
    fundId: "inpatient.fund",
    inYearlyCap: true,
  });
}

const major: MajorRule = {
  line: yuan(20_000),
  bands: [{ width: null, ratio: percent(90) }],
  cap: yuan(400_000),
};

function supplementary(visit: Visit): Share | "none" | "unknown" {
  const share = threeLayers[visit.claim.person.employer ?? ""];
  if (share === undefined) return "none";
  return visit.demo ? share : "unknown";
}

/** 省本级, seed 000. */
export const hubeiProvincial: Law = {
  firstDay: "2022-01-01",
  residents: false,
  rule,
  yearlyCap: (visit) => (visit.demo ? yuan(200_000) : null),
  major: (_visit, benefit) => (benefit === "inpatient" || benefit === "chronic" ? major : null),
  supplementary,
  assistance: () => null,
};
