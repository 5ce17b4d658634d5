import { addDays } from "./calendar.ts";
import type { ClaimJson, PersonJson } from "./claim-json.ts";
import { nearLimits } from "./generate-accumulators.ts";
import { accountOf, itemsOf } from "./generate-bill.ts";
import { applyEdge } from "./generate-edges.ts";
import type { PlanId } from "./generate-people.ts";
import { peopleOf, planIds } from "./generate-people.ts";
import { dayOf, goOffSite, institutionOf, medTypeOf, serviceTimeOf } from "./generate-visit.ts";
import type { Random } from "./random.ts";
import { randomFrom } from "./random.ts";

/** New people come in after this many bills, or in a long run everyone would stand at their caps for good. */
const claimsPerWave = 8000;

/**
 * Bills of all plans that crowd around the edges of the law; the same seed gives the same bills.
 *
 * About three in four settle under the demo supplement. They are meant to be settled in order with carried
 * accumulators, since people recur until they reach the caps.
 */
export function* generateClaims(seed: number, count: number): Generator<ClaimJson> {
  const random = randomFrom(seed);
  let people = new Map<PlanId, PersonJson[]>();
  for (let index = 0; index < count; index += 1) {
    if (index % claimsPerWave === 0) {
      const wave = index / claimsPerWave + 1;
      people = new Map(planIds.map((plan) => [plan, peopleOf(plan, wave, random)]));
    }
    const plan = random.pick(planIds);
    yield claimOf(random, plan, {
      claimId: `G${seed}-${index + 1}`,
      person: structuredClone(random.pick(people.get(plan) ?? [])),
    });
  }
}

function claimOf(
  random: Random,
  plan: PlanId,
  who: { readonly claimId: string; readonly person: PersonJson },
): ClaimJson {
  const day = dayOf(random, plan);
  const medType = medTypeOf(random, plan);
  const claim: ClaimJson = {
    claimId: who.claimId,
    plan,
    serviceTime: serviceTimeOf(random, day),
    medType,
    institution: institutionOf(random, plan, medType),
    person: who.person,
    prescription: null,
    items: itemsOf(random, medType),
    account: accountOf(random),
  };
  addWhatTheVisitNeeds(random, claim, day);
  if (random.chance(0.15)) nearBirthday(random, claim, day);
  if (random.chance(0.3)) nearLimits(random, claim, day);
  if (random.chance(0.1)) goOffSite(random, claim, day);
  if (random.chance(0.34)) applyEdge(random, claim, day);
  if (random.chance(0.06)) applyEdge(random, claim, day);
  return claim;
}

function addWhatTheVisitNeeds(random: Random, claim: ClaimJson, day: string): void {
  const { medType, person } = claim;
  if (random.chance(0.3)) claim.visitId = `V${random.whole(1, 4)}`;
  if ((medType === "21" || medType === "52") && random.chance(0.85)) {
    claim.stay = { admitted: addDays(day, -random.pick([0, 1, 7, 40])), discharged: day };
  }
  if (medType === "41" && random.chance(0.8)) claim.prescription = prescriptionOf(random, day);
  if (medType === "14") addDisease(random, claim, day);
  if (medType === "53") claim.birthControl = random.pick(["abortion", "iud", "vasectomy"]);
  if (medType !== "51" && medType !== "52") return;
  // The pregnancy's year is the calendar's most of the time, and now and then runs over the turn of the year.
  const pregnancyId = random.chance(0.8) ? `G${day.slice(0, 4)}` : "G-over";
  const payer =
    person.population === "resident" && random.chance(0.4)
      ? {
          psnNo: "husband",
          status: random.chance(0.85) ? "active" : "retired",
          coverageFrom: "2019-05-06",
          filedOn: addDays(day, -random.whole(0, 90)),
        }
      : null;
  claim.maternity = { kind: medType === "51" ? "antenatal" : "birth", pregnancyId };
  if (payer !== null || random.chance(0.3)) claim.maternity.payer = payer;
}

function prescriptionOf(random: Random, day: string): ClaimJson["prescription"] {
  const issuerLevel = random.pick(["community", "1", "2", "3", "provincial", "unrated"]);
  if (random.chance(0.4)) return { issuerLevel, issuedOn: day };
  const validDays = random.whole(1, 3);
  return { issuerLevel, issuedOn: addDays(day, -random.whole(0, validDays - 1)), validDays };
}

/** Most bills of this kind name a disease that is in force, as the law asks. */
function addDisease(random: Random, claim: ClaimJson, day: string): void {
  const { person } = claim;
  if (person.chronicDiseases.length === 0 && random.chance(0.9)) {
    person.chronicDiseases.push({
      code: random.pick(["M01600", "M03900", "M00500", "M08300"]),
      from: "2022-01-01",
      to: null,
    });
  }
  const inForce = person.chronicDiseases.filter((one) => one.to === null || day <= one.to);
  const named = inForce.length > 0 && random.chance(inForce.length > 1 ? 0.9 : 0.5);
  if (named) claim.chronicDisease = random.pick(inForce).code;
}

/** Ages at which a cap changes, on the birthday and the days around it. */
function nearBirthday(random: Random, claim: ClaimJson, day: string): void {
  const birthday = addDays(day, random.whole(-1, 1));
  const born = Number(birthday.slice(0, 4)) - random.pick([50, 51, 70, 71]);
  const monthDay = birthday.slice(5) === "02-29" && born % 4 !== 0 ? "03-01" : birthday.slice(5);
  claim.person.birthDate = `${born}-${monthDay}`;
}
