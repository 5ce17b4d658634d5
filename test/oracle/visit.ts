import { civilDayOf, yearOf } from "./calendar.ts";
import type { ClaimJson, ItemJson, PayerJson } from "./claim-json.ts";
import { aboveZero, decimal, fenTimes, halfUp, minusToZero, times, yuanToFen } from "./fraction.ts";
import { benefitOf } from "./routing.ts";

export type Line = {
  readonly item: ItemJson;
  readonly benefit: string;
  readonly amount: bigint;
  readonly ownPay: bigint;
  readonly overLimit: bigint;
  readonly selfPayFirst: bigint;
  readonly inScope: bigint;
};

/** One bill with everything that follows from its own text, before any rule of a region is applied. */
export type Visit = {
  readonly claim: ClaimJson;
  readonly day: string;
  readonly year: string;
  readonly demo: boolean;
  /** The husband whose insurance a resident woman uses for antenatal care and birth; else null. */
  readonly payer: PayerJson | null;
  readonly employee: boolean;
  /** Only employees have a status: for residents the field is ignored. */
  readonly retired: boolean;
  readonly diseasesInForce: readonly string[];
  /** The disease the bill is for: the named one, else the only one in force. */
  readonly disease: string | null;
  readonly offSite: boolean;
  readonly lines: readonly Line[];
};

export function visitOf(claim: ClaimJson, demo: boolean): Visit {
  const day = civilDayOf(claim.serviceTime);
  const payer = payerOf(claim);
  const employee = claim.person.population === "employee" || payer !== null;
  const status = payer === null ? claim.person.status : payer.status;
  const diseasesInForce = claim.person.chronicDiseases
    .filter((disease) => disease.from <= day && (disease.to === null || day <= disease.to))
    .map((disease) => disease.code);
  const only = diseasesInForce.length === 1 ? diseasesInForce[0] : undefined;
  return {
    claim,
    day,
    year: yearOf(day),
    demo,
    payer,
    employee,
    retired: employee && status === "retired",
    diseasesInForce,
    disease: claim.chronicDisease ?? only ?? null,
    offSite: !isHome(claim),
    lines: claim.items.map((item) => lineOf(item, benefitOf(claim, item, employee))),
  };
}

function payerOf(claim: ClaimJson): PayerJson | null {
  const maternity = claim.medType === "51" || claim.medType === "52";
  if (!maternity || claim.person.population !== "resident") return null;
  return claim.maternity?.payer ?? null;
}

function isHome(claim: ClaimJson): boolean {
  const { region, level } = claim.institution;
  switch (claim.plan) {
    case "hubei-provincial":
      return region.startsWith("4201");
    case "shiyan":
      return region.startsWith("4203");
    case "hengyang":
      // The six provincial hospitals of Hunan stand outside the city and still count as home.
      return region.startsWith("4304") || (level === "provincial" && region.startsWith("43"));
    case "daye":
      return region.startsWith("4202");
    default:
      return region.startsWith("4208");
  }
}

function lineOf(item: ItemJson, benefit: string): Line {
  const qty = decimal(item.qty);
  const price = decimal(item.price);
  const amount = yuanToFen(times(qty, price));
  if (item.class === "C") {
    return { item, benefit, amount, ownPay: amount, overLimit: 0n, selfPayFirst: 0n, inScope: 0n };
  }
  const over =
    item.priceLimit === null ? 0n : yuanToFen(times(minusToZero(price, decimal(item.priceLimit)), qty));
  const first = item.class === "B" ? halfUp(fenTimes(amount - over, decimal(item.selfPayRatio))) : 0n;
  return {
    item,
    benefit,
    amount,
    ownPay: 0n,
    overLimit: over,
    selfPayFirst: first,
    inScope: amount - over - first,
  };
}

export function sumOf(lines: readonly Line[], part: (line: Line) => bigint): bigint {
  return lines.reduce((sum, line) => sum + part(line), 0n);
}

/** What one such line asks of the person when the funds gave it `fundShare`. */
export function owedOn(line: Line, fundShare: bigint): bigint {
  return line.ownPay + line.overLimit + line.selfPayFirst + aboveZero(line.inScope - fundShare);
}
