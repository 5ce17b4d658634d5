import type { ClaimJson } from "./claim-json.ts";
import type { Random } from "./random.ts";
import { fenText, nearFen } from "./random.ts";

type Limit = readonly [id: string, yuan: readonly number[]];

const outpatientLimits: Readonly<Record<string, readonly Limit[]>> = {
  "hubei-provincial": [
    ["outpatient.deductible", [2400]],
    ["outpatient.fund", [6000, 8000, 10_000]],
    ["supplementary.fund", [10_000, 15_000, 20_000]],
  ],
  shiyan: [
    ["outpatient.deductible", [500]],
    ["outpatient.fund", [3000]],
    ["basic.fund", [150_000]],
  ],
  hengyang: [
    ["outpatient.deductible", [300]],
    ["outpatient.deductible.2", [200]],
    ["outpatient.deductible.3", [300]],
    ["outpatient.fund", [1500, 2000]],
  ],
  daye: [
    ["outpatient.deductible", [200]],
    ["outpatient.fund", [400, 2000]],
  ],
  jingmen: [
    ["outpatient.deductible", [400]],
    ["outpatient.fund", [500, 2500]],
    ["basic.fund", [150_000]],
  ],
};

const inpatientLimits: readonly Limit[] = [
  ["inpatient.deductible", [1500, 2000]],
  ["basic.fund", [120_000, 150_000, 200_000]],
  ["major.burden", [8000, 12_000, 15_000, 16_000, 20_000, 42_000]],
  ["major.fund", [300_000, 400_000, 500_000]],
  ["supplementary.fund", [10_000, 15_000, 20_000]],
  ["assistance.fund", [20_000]],
  ["inpatient.fund", [100_000]],
];

const chronicLimits: readonly Limit[] = [
  ["chronic.fund", [5000, 20_000]],
  ["basic.fund", [120_000, 150_000, 200_000]],
  ["assistance.fund", [20_000]],
  ["dualChannel.fund", [1000]],
];

/** Sets one to three accumulators onto a limit or a fen beside it, as an opening balance would. */
export function nearLimits(random: Random, claim: ClaimJson, day: string): void {
  const limits = limitsFor(claim, day);
  const accumulators: Record<string, string> = {};
  for (let times = random.whole(1, 3); times > 0; times -= 1) {
    const [id, yuan] = random.pick(limits);
    accumulators[id] = fenText(nearFen(random, random.pick(yuan)));
  }
  if (claim.medType === "21" && random.chance(0.5)) {
    const level = random.pick(["any", "community", "1", "2", "3", "provincial"]);
    accumulators[`inpatient.stays.${level}`] = `${random.whole(0, 3)}`;
  }
  claim.accumulators = accumulators;
}

function limitsFor(claim: ClaimJson, day: string): readonly Limit[] {
  const outpatient = outpatientLimits[claim.plan] ?? [];
  switch (claim.medType) {
    case "21":
      return inpatientLimits;
    case "14":
      return [...chronicLimits, ...outpatient, ...costLimits(claim, day)];
    case "51":
      return [...outpatient, pregnancyLimit(claim, [500, 800])];
    case "52":
      return [pregnancyLimit(claim, [600, 800, 3000, 3500])];
    default:
      return [
        ...outpatient,
        [`outpatient.visit.${claim.institution.code}.${claim.visitId ?? day}`, [50, 100]],
      ];
  }
}

function costLimits(claim: ClaimJson, day: string): readonly Limit[] {
  const code = claim.chronicDisease ?? claim.person.chronicDiseases[0]?.code;
  if (claim.plan !== "hengyang" || code === undefined) return [];
  return [[`chronic.cost.${code}.${day.slice(0, 7)}`, [150, 200, 1000, 4250]]];
}

function pregnancyLimit(claim: ClaimJson, yuan: readonly number[]): Limit {
  const kind = claim.medType === "51" ? "antenatal" : "birth";
  return [`maternity.${kind}.fund.${claim.maternity?.pregnancyId ?? ""}`, yuan];
}
