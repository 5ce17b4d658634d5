import type { ClaimJson } from "../oracle/claim-json.ts";
import { ageOn } from "../oracle/calendar.ts";

// The most that an accumulator of a year may come to, read from the policy texts and from the demo supplement, not from
// the packs: a cap that a pack forgets is missed here.

type Caps = Readonly<Record<string, number>>;

const disease: Readonly<Record<string, number>> = { M01600: 200, M03900: 150, M00500: 1000, M08300: 4250 };

const employerCaps: Caps = {
  国家电网公司华中分部: 20_000,
  国家能源集团长源电力股份有限公司: 15_000,
  国电湖北电力有限公司: 15_000,
  中国电力工程顾问集团中南电力设计院有限公司: 10_000,
};

/**
 * @param day  the service date
 * @returns whole yuan by accumulator; visits by the start of their name, chronic costs by disease and month
 */
export function lawCaps(claim: ClaimJson, day: string): Caps {
  const { person } = claim;
  const payer = claim.maternity?.payer ?? null;
  const insured = payer === null ? person.population : "employee";
  const resident = insured === "resident";
  switch (claim.plan) {
    case "hubei-provincial":
      return provincial(person.employer, ageOn(person.birthDate, day));
    case "shiyan":
      return {
        "outpatient.deductible": 500,
        "outpatient.fund": 3000,
        "chronic.fund": 20_000,
        "basic.fund": 150_000,
        "major.fund": 300_000,
      };
    case "hengyang":
      return hengyang(claim, day);
    case "daye":
      return {
        ...(resident ? {} : { "outpatient.deductible": 200 }),
        "outpatient.fund": resident ? 400 : 2000,
        "chronic.fund": 5000,
        "basic.fund": resident ? 120_000 : 150_000,
        "major.fund": 300_000,
        "maternity.antenatal.fund": 500,
        "maternity.birth.fund": resident ? 600 : 3000,
      };
    default:
      return {
        ...(resident ? { "outpatient.visit": 50 } : { "outpatient.deductible": 400 }),
        "outpatient.fund": resident ? 500 : 2500,
        "inpatient.deductible": 1500,
        "basic.fund": resident ? 120_000 : 150_000,
        "major.fund": 300_000,
        "assistance.fund": 20_000,
        "maternity.antenatal.fund": 800,
        "maternity.birth.fund": resident ? 800 : 3500,
      };
  }
}

function provincial(employer: string | null, ageYears: number): Caps {
  return {
    "outpatient.deductible": 2400,
    "outpatient.fund": ageYears <= 50 ? 6000 : ageYears <= 70 ? 8000 : 10_000,
    "supplementary.fund": employerCaps[employer ?? ""] ?? 0,
    "basic.fund": 200_000,
    "major.fund": 400_000,
  };
}

function hengyang({ person, institution }: ClaimJson, day: string): Caps {
  const month = day.slice(0, 7);
  const costs = Object.entries(disease).map(([code, yuan]) => [`chronic.cost.${code}.${month}`, yuan]);
  const poor = ["destitute", "subsistence", "returned"].includes(person.assistance ?? "");
  return {
    ...(Object.fromEntries(costs) as Caps),
    "outpatient.deductible": 300,
    "outpatient.deductible.2": 200,
    "outpatient.deductible.3": 300,
    "outpatient.visit": institution.level === "2" ? 50 : 100,
    "outpatient.fund": person.status === "retired" ? 2000 : 1500,
    "inpatient.deductible": 2000,
    "basic.fund": 150_000,
    ...(poor ? {} : { "major.fund": 500_000 }),
  };
}

/** The cap of an accumulator in whole yuan; undefined where the law sets none. */
export function capOf(caps: Caps, id: string): number | undefined {
  const [pot = "", what = "", kind = ""] = id.split(".");
  if (what === "visit") return caps[`${pot}.visit`];
  return pot === "maternity" ? caps[`maternity.${what}.${kind}`] : caps[id];
}
