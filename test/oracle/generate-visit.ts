import { addDays } from "./calendar.ts";
import type { ClaimJson } from "./claim-json.ts";
import type { PlanId } from "./generate-people.ts";
import type { Random } from "./random.ts";

const firstDays: Readonly<Record<PlanId, string>> = {
  "hubei-provincial": "2022-01-01",
  shiyan: "2022-12-31",
  hengyang: "2023-06-01",
  daye: "2022-01-01",
  jingmen: "2023-08-31",
};

const turningDays = [
  "2023-12-31",
  "2024-01-01",
  "2024-02-28",
  "2024-02-29",
  "2024-03-01",
  "2024-12-31",
  "2025-01-01",
  "2025-12-31",
];

const homeRegions: Readonly<Record<PlanId, readonly string[]>> = {
  "hubei-provincial": ["420100", "420106"],
  shiyan: ["420300", "420302"],
  hengyang: ["430400", "430408"],
  daye: ["420281", "420200"],
  jingmen: ["420800", "420881"],
};

const foreignRegions = [
  "420100",
  "420300",
  "430400",
  "420200",
  "420800",
  "420500",
  "421000",
  "430100",
  "440100",
  "110100",
];

const levels = ["community", "1", "2", "2", "3", "3", "provincial", "unrated"];

/** Most bills of a person fall into two years, or accumulators would never reach a cap. */
export function dayOf(random: Random, plan: PlanId): string {
  const first = firstDays[plan];
  return random.weighed([
    [60, addDays("2024-01-01", random.whole(0, 730))],
    [6, addDays(first, random.whole(0, 200))],
    [2, first],
    [1.2, addDays(first, -random.whole(1, 2))],
    [8, random.pick(turningDays)],
  ]);
}

/** An instant of that day in Shanghai, written with whatever offset; midnight is where a wrong day shows. */
export function serviceTimeOf(random: Random, day: string): string {
  const minuteOfDay = random.pick([600, 600, 0, 1, 479, 480, 1439, random.whole(0, 1439)]);
  const offset = random.weighed([
    [8, 480],
    [1, 0],
    [1, -300],
    [1, 540],
    [1, 345],
  ]);
  const local = new Date(Date.parse(`${day}T00:00:00Z`) + (minuteOfDay - 480 + offset) * 60_000);
  const text = local.toISOString().slice(0, 19);
  if (offset === 0) return `${text}${random.chance(0.5) ? "Z" : "+00:00"}`;
  const size = Math.abs(offset);
  const hours = `${Math.floor(size / 60)}`.padStart(2, "0");
  return `${text}${offset < 0 ? "-" : "+"}${hours}:${`${size % 60}`.padStart(2, "0")}`;
}

export function medTypeOf(random: Random, plan: PlanId): string {
  const maternity = plan === "daye" || plan === "jingmen" ? 6 : 0.3;
  return random.weighed([
    [30, "11"],
    [4, "13"],
    [14, "14"],
    [18, "21"],
    [17, "41"],
    [maternity, "51"],
    [maternity, "52"],
    [maternity, "53"],
  ]);
}

export function institutionOf(random: Random, plan: PlanId, medType: string): ClaimJson["institution"] {
  const atPharmacy = (medType === "41" && random.chance(0.85)) || (medType === "14" && random.chance(0.15));
  const level = atPharmacy && random.chance(0.8) ? "unrated" : random.pick(levels);
  const serial = `${levels.indexOf(level) * 10 + random.whole(1, 2)}`.padStart(5, "0");
  return {
    code: `${atPharmacy ? "P" : "H"}${homeRegions[plan][0] ?? ""}${serial}`,
    type: atPharmacy ? "pharmacy" : "hospital",
    level,
    region: random.pick(homeRegions[plan]),
    designations: ["basic", "pooling", "chronic", "dualChannel"].filter(
      (name) => name === "basic" || name === "pooling" || random.chance(0.8),
    ),
  };
}

/** Care elsewhere, with records that are in force, late, revoked, missing or not needed. */
export function goOffSite(random: Random, claim: ClaimJson, day: string): void {
  claim.institution.region = random.pick(foreignRegions);
  const recordType = random.pick([
    "retiredSettled",
    "longTermResident",
    "postedWorker",
    "referral",
    "temporary",
  ]);
  const set = (recordedOn: string, revokedOn: string | null) => {
    claim.offSite = { recordType, recordedOn, revokedOn };
  };
  random.weighed<() => void>([
    [6, () => set(addDays(day, -random.whole(0, 100)), null)],
    [2, () => set(addDays(day, -100), addDays(day, random.whole(1, 9)))],
    [0.6, () => set(addDays(day, -100), addDays(day, random.whole(-1, 0)))],
    [0.6, () => set(addDays(day, random.whole(1, 3)), null)],
    [0.5, () => undefined],
    [0.3, () => (claim.offSite = { recordType: null, recordedOn: day, revokedOn: null })],
    [1, () => (claim.emergency = true)],
  ])();
  if (random.chance(0.4)) claim.submittedOn = addDays(day, random.whole(0, 4));
}
