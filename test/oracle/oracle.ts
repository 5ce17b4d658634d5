import type { SettledPart } from "./account.ts";
import { payFromAccounts } from "./account.ts";
import type { ClaimJson } from "./claim-json.ts";
import { fenFromText, fenToText } from "./fraction.ts";
import type { Book, Law } from "./law.ts";
import { daye } from "./plan-daye.ts";
import { hengyang } from "./plan-hengyang.ts";
import { hasLayers, hubeiProvincial, isTwoLayer } from "./plan-hubei-provincial.ts";
import { jingmen } from "./plan-jingmen.ts";
import { shiyan } from "./plan-shiyan.ts";
import { refusalOf } from "./refusals.ts";
import { benefitOrder } from "./routing.ts";
import type { Line, Visit } from "./visit.ts";
import { sumOf, visitOf } from "./visit.ts";
import type { Paid } from "./waterfall.ts";
import { settleBenefit } from "./waterfall.ts";

export type OracleAnswer =
  | {
      readonly ok: true;
      readonly split: Record<string, string>;
      readonly lines: readonly OracleLine[];
      readonly accumulators: Record<string, { before: string; after: string }>;
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly code: string };

export type OracleLine = {
  readonly id: string;
  readonly benefit: string;
  readonly amount: string;
  readonly ownPay: string;
  readonly overLimit: string;
  readonly selfPayFirst: string;
  readonly inScope: string;
};

type Movement = { readonly before: bigint; after: bigint };

const laws: Readonly<Record<string, Law>> = {
  "hubei-provincial": hubeiProvincial,
  shiyan,
  hengyang,
  daye,
  jingmen,
};

/**
 * The second, deliberately plain reading of the law: every figure is written out beside its region.
 * It shares nothing with the settlement it checks, so that both can only be wrong together where the text itself is.
 */
export function createOracle(options: {
  readonly supplement: null | "demo";
  readonly carry: boolean;
}): (claim: ClaimJson) => OracleAnswer {
  const carried = new Map<string, bigint>();
  return (claim) => {
    const visit = visitOf(claim, options.supplement === "demo");
    const law = Object.hasOwn(laws, claim.plan) ? laws[claim.plan] : undefined;
    const code = refusalOf(visit, law);
    if (code !== null || law === undefined) return { ok: false, code: code ?? "PACK_NOT_FOUND" };
    const moved = new Map<string, Movement>();
    const book = bookOf(visit, carried, moved);
    const answer = settle(law, visit, book);
    if (answer === "unknown") return { ok: false, code: "PACK_VALUE_UNKNOWN" };
    // What a claim tells of its person stays true for the next one, used here or not.
    for (const id of Object.keys(claim.accumulators ?? {})) book.read(id);
    if (options.carry) for (const [id, { after }] of moved) carried.set(carryKey(visit, id), after);
    return { ok: true, ...answer, accumulators: writtenOut(moved) };
  };
}

/** A visit and a pregnancy run on over the turn of the year; everything else starts anew. */
function carryKey(visit: Visit, id: string): string {
  const yearless = id.startsWith("outpatient.visit.") || id.startsWith("maternity.");
  return JSON.stringify([visit.claim.plan, visit.claim.person.psnNo, yearless ? "" : visit.year, id]);
}

function isCount(id: string): boolean {
  return id.startsWith("inpatient.stays.");
}

function bookOf(visit: Visit, carried: ReadonlyMap<string, bigint>, moved: Map<string, Movement>): Book {
  const consult = (id: string): Movement => {
    const known = moved.get(id);
    if (known !== undefined) return known;
    const named = visit.claim.accumulators?.[id];
    const own = named === undefined ? undefined : isCount(id) ? BigInt(named) : fenFromText(named);
    const before = own ?? carried.get(carryKey(visit, id)) ?? 0n;
    const movement = { before, after: before };
    moved.set(id, movement);
    return movement;
  };
  return {
    read: (id) => consult(id).after,
    add: (id, by) => {
      consult(id).after += by;
    },
  };
}

function writtenOut(moved: ReadonlyMap<string, Movement>): Record<string, { before: string; after: string }> {
  const text = (id: string, value: bigint) => (isCount(id) ? value.toString() : fenToText(value));
  return Object.fromEntries(
    [...moved].map(([id, { before, after }]) => [id, { before: text(id, before), after: text(id, after) }]),
  );
}

type Settled = { split: Record<string, string>; lines: OracleLine[]; notes: string[] };

function settle(law: Law, visit: Visit, book: Book): Settled | "unknown" {
  if (needsLayersOfUnlistedEmployer(visit)) return "unknown";
  const parts: SettledPart[] = [];
  const sum: Paid = { deductible: 0n, basic: 0n, major: 0n, supplementary: 0n, assistance: 0n, fixed: false };
  for (const benefit of benefitOrder) {
    const lines = visit.lines.filter((line) => line.benefit === benefit);
    if (lines.length === 0) continue;
    const paid = settleBenefit(law, visit, book, { benefit, lines });
    if (paid === "unknown") return "unknown";
    sum.deductible += paid.deductible;
    sum.basic += paid.basic;
    sum.major += paid.major;
    sum.supplementary += paid.supplementary;
    sum.assistance += paid.assistance;
    parts.push({
      lines,
      fund: paid.basic + paid.major + paid.supplementary + paid.assistance,
      fixed: paid.fixed,
    });
  }
  return { split: splitOf(visit, sum, parts), lines: visit.lines.map(lineOut), notes: notesOf(visit) };
}

function needsLayersOfUnlistedEmployer(visit: Visit): boolean {
  if (visit.claim.plan !== "hubei-provincial" || hasLayers(visit.claim.person.employer)) return false;
  return visit.lines.some((line) => line.benefit !== "accountOnly" && line.inScope > 0n);
}

function splitOf(visit: Visit, paid: Paid, parts: readonly SettledPart[]): Record<string, string> {
  const total = sumOf(visit.lines, (line) => line.amount);
  const fundTotal = parts.reduce((fund, part) => fund + part.fund, 0n);
  const personal = total - fundTotal;
  const { account, family } = payFromAccounts(visit.claim, personal, parts);
  return {
    total: fenToText(total),
    ownPay: fenToText(sumOf(visit.lines, (line) => line.ownPay)),
    overLimit: fenToText(sumOf(visit.lines, (line) => line.overLimit)),
    selfPayFirst: fenToText(sumOf(visit.lines, (line) => line.selfPayFirst)),
    inScope: fenToText(sumOf(visit.lines, (line) => line.inScope)),
    deductible: fenToText(paid.deductible),
    basic: fenToText(paid.basic),
    majorMedical: fenToText(paid.major),
    supplementary: fenToText(paid.supplementary),
    civilServant: "0.00",
    assistance: fenToText(paid.assistance),
    other: "0.00",
    fundTotal: fenToText(fundTotal),
    personal: fenToText(personal),
    account: fenToText(account),
    family: fenToText(family),
    cash: fenToText(personal - account - family),
  };
}

function lineOut(line: Line): OracleLine {
  return {
    id: line.item.id,
    benefit: line.benefit,
    amount: fenToText(line.amount),
    ownPay: fenToText(line.ownPay),
    overLimit: fenToText(line.overLimit),
    selfPayFirst: fenToText(line.selfPayFirst),
    inScope: fenToText(line.inScope),
  };
}

function notesOf(visit: Visit): string[] {
  const { plan, person } = visit.claim;
  const notes: string[] = [];
  const pooledLines = visit.lines.filter(
    (line) => line.benefit === "outpatient" || line.benefit === "pharmacy",
  );
  const pooled = pooledLines.length > 0;
  const pooledScope = sumOf(pooledLines, (line) => line.inScope) > 0n;
  if (plan === "shiyan") {
    const stay = person.inpatientStay;
    if (visit.day > "2023-12-31") notes.push("TRIAL_EXPIRED");
    if (pooledScope && !visit.demo) notes.push("YEARLY_CAP_UNKNOWN");
    if (pooled && stay !== null && (stay.from === visit.day || stay.to === visit.day))
      notes.push("SAME_DAY_STAY");
  }
  if (plan === "hubei-provincial" && isTwoLayer(person.employer)) notes.push("SUPPLEMENTARY_MANUAL");
  if (plan === "daye" && person.assistance !== null) notes.push("ASSISTANCE_MANUAL");
  return notes;
}
