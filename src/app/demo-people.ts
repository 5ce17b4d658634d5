import { fen } from "../base/money.ts";
import type { InsuredPerson } from "../wire/offline-voucher.ts";
import type { Draw } from "./demo-draw.ts";
import { openDraw } from "./demo-draw.ts";
import type { PersonFacts } from "./people.ts";

/** A demo person with what a till has to know beside the facts of a claim. */
export interface DemoPerson extends PersonFacts {
  readonly person: InsuredPerson;
  readonly pregnancyId: string | null;
}

const plans = ["hubei-provincial", "shiyan", "hengyang", "daye", "jingmen"] as const;
const peoplePerPlan = 100;
const newcomersPerPlan = 4;
/** Plans that also insure residents. */
const withResidents: ReadonlySet<string> = new Set(["daye", "jingmen"]);

/** Employers of all kinds: three layers, two layers, not transferred, and one that is on no list. */
const employers = [
  "国家电网公司华中分部",
  "国家能源集团长源电力股份有限公司",
  "东风汽车集团有限公司",
  "华电湖北发电有限公司",
  "中国铁路武汉局集团有限公司",
  "示范用工单位（名单外）",
] as const;
const surnames = Array.from("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨");
const given = Array.from("安平康宁和顺福瑞祥泰丰盛明达文华");
const diseases = ["M01600", "M03900", "M00500", "M08300"] as const;
const assistance = ["destitute", "subsistence", "returned", "marginal"] as const;

/** 500 people over the five regions. Their numbers begin with 99, where nobody lives. */
export function demoPeople(): DemoPerson[] {
  const draw = openDraw(19_491_001);
  return plans.flatMap((plan, region) =>
    Array.from({ length: peoplePerPlan }, (_, at) => personOf(plan, { region, at }, draw)),
  );
}

/** People whom only the centre knows: some for each region, who have never been here. */
export function demoNewcomers(): DemoPerson[] {
  const draw = openDraw(19_841_001);
  return plans.flatMap((plan, region) =>
    Array.from({ length: newcomersPerPlan }, (_, at) =>
      personOf(plan, { region, at: peoplePerPlan + at }, draw),
    ),
  );
}

function personOf(
  plan: string,
  { region, at }: { readonly region: number; readonly at: number },
  draw: Draw,
): DemoPerson {
  const resident = withResidents.has(plan) && at % 2 === 1;
  const year = 1940 + draw.below(66);
  const month = String(1 + draw.below(12)).padStart(2, "0");
  const day = String(1 + draw.below(28)).padStart(2, "0");
  const serial = String(at).padStart(3, "0");
  const psnNo = psnNoOf(region, at);
  const pregnant = at % 25 === 4;
  const birthYear = pregnant ? 1992 + (at % 7) : year;
  const chronic = at % 6 === 0 ? diseases.slice(0, 1 + ((at / 6) % 3)) : [];
  return {
    psnNo,
    name: `${drawn(surnames, draw)}示${drawn(given, draw)}`,
    certType: "01",
    certNo: withCheckDigit(`99${region}${region}0${at % 10}${birthYear}${month}${day}${serial}`),
    cardNo: `99C${region}${serial}${String(draw.below(100_000)).padStart(5, "0")}`,
    cardSn: `SN${region}${serial}`,
    token: `DEMO-QR-${psnNo}`,
    plan,
    insutype: resident ? "390" : "310",
    asOf: "2026-01-01",
    balance: fen(resident ? 0 : draw.below(600_000)),
    accumulators: openingOf(plan, at),
    pregnancyId: pregnant ? `G${region}${serial}` : null,
    family:
      at % 4 < 2 ? [{ relation: "spouse", psnNo: psnNoOf(region, at % 2 === 0 ? at + 1 : at - 1) }] : [],
    person: {
      psnNo,
      birthDate: `${birthYear}-${month}-${day}`,
      status: !resident && birthYear < 1964 ? "retired" : "active",
      population: resident ? "resident" : "employee",
      employer: plan === "hubei-provincial" ? (employers[at % employers.length] ?? null) : null,
      assistance: at % 10 === 3 ? (assistance[((at - 3) / 10) % assistance.length] ?? null) : null,
      coverageFrom: `${2015 + (at % 8)}-0${1 + (at % 9)}-01`,
      chronicDiseases: chronic.map((code) => ({ code, from: "2023-01-01", to: null })),
      inpatientStay: null,
    },
  };
}

/** Some have used most of what their plan gives: the edges are what a demonstration wants to show. */
function openingOf(plan: string, at: number): Readonly<Record<string, number>> {
  if (plan !== "shiyan" || at % 5 !== 0) return {};
  if (at % 10 === 0)
    return { "outpatient.deductible": 50_000, "outpatient.fund": 295_000, "basic.fund": 295_000 };
  return { "outpatient.deductible": 48_000 };
}

function psnNoOf(region: number, at: number): string {
  return `99${region}${String(at).padStart(3, "0")}000000`;
}

function drawn(list: readonly string[], draw: Draw): string {
  return list[draw.below(list.length)] ?? "";
}

/** The check digit of GB 11643: it fits, so that forms take the number; the region 99 does not exist. */
function withCheckDigit(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return `${digits}${"10X98765432"[sum % 11] ?? ""}`;
}
