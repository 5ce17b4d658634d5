import { addDays } from "./calendar.ts";
import type { PersonJson } from "./claim-json.ts";
import type { Random } from "./random.ts";

export const planIds = ["hubei-provincial", "shiyan", "hengyang", "daye", "jingmen"] as const;
export type PlanId = (typeof planIds)[number];

export const assistanceClasses = [
  "destitute",
  "orphan",
  "subsistence",
  "returned",
  "marginal",
  "monitored",
  "medicalPoverty",
] as const;

const diseaseCodes = ["M01600", "M03900", "M00500", "M07800", "M08300", "M03901", "M99900"] as const;

const peoplePerPlan = 60;

const listedEmployers = [
  "国家电网公司华中分部",
  "国家能源集团长源电力股份有限公司",
  "国电湖北电力有限公司",
  "中国电力工程顾问集团中南电力设计院有限公司",
  "东风汽车集团有限公司",
  "中国航天三江集团有限公司",
  "华电湖北发电有限公司",
  "中国石化集团江汉石油管理局有限公司",
] as const;

/** Few enough people that one of them meets every cap of a year within a long run. */
export function peopleOf(plan: PlanId, wave: number, random: Random): PersonJson[] {
  return Array.from({ length: peoplePerPlan }, (_unused, index) =>
    personOf(plan, `${plan}-${wave}-${index + 1}`, random),
  );
}

function personOf(plan: PlanId, psnNo: string, random: Random): PersonJson {
  const bothPopulations = plan === "daye" || plan === "jingmen";
  return {
    psnNo,
    birthDate: addDays("1940-01-01", random.whole(0, 25_000)),
    status: random.chance(0.4) ? "retired" : "active",
    population: bothPopulations && random.chance(0.45) ? "resident" : "employee",
    employer: plan === "hubei-provincial" ? random.pick(listedEmployers) : null,
    assistance: random.chance(0.3) ? random.pick(assistanceClasses) : null,
    coverageFrom: random.pick(["2015-03-01", "2020-01-01", "2021-12-31"]),
    chronicDiseases: diseasesOf(random),
    inpatientStay: null,
  };
}

function diseasesOf(random: Random): PersonJson["chronicDiseases"] {
  const count = random.weighed([
    [2, 0],
    [6, 1],
    [2, 2],
    [1, 3],
  ]);
  const start = random.whole(0, diseaseCodes.length - 1);
  return Array.from({ length: count }, (_unused, index) => ({
    code: diseaseCodes[(start + index) % diseaseCodes.length] ?? "M01600",
    from: "2021-06-01",
    to: random.chance(0.1) ? "2024-06-30" : null,
  }));
}
