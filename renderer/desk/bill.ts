import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { Visit } from "./visit.ts";
import { plainVisit } from "./visit.ts";

export type Person = VerbOutput<"identify">;
export type CatalogueItem = VerbOutput<"findItem">;
export type TraceExempt = "slices" | "granules" | "noCode";
export type TenderKind = "cash" | "bankCard" | "wechat" | "alipay";

/** How what is due is paid: whole by one means, or in cash but for parts of it. */
export interface Tender {
  readonly kind: TenderKind;
  /** What lies on the counter in cash, as typed. */
  readonly given: string;
  /** What is paid by other means beside cash, as typed; "" where nothing is. */
  readonly parts: Readonly<Record<Exclude<TenderKind, "cash">, string>>;
}

export const noParts: Tender["parts"] = { wechat: "", alipay: "", bankCard: "" };

export interface BillLine {
  readonly id: string;
  readonly item: CatalogueItem;
  readonly qty: string;
  /** Sold by the piece out of an opened pack. */
  readonly splitPack: boolean;
  readonly traceCodes: readonly string[];
  readonly traceExempt: TraceExempt | null;
}

export interface Prescription {
  readonly issuerLevel: string;
  readonly issuedOn: string;
  readonly validDays: number;
}

/** A bill while it is rung up. Its id is the key under which it can be settled, once. */
export interface Bill {
  readonly id: string;
  /** The moment of the sale: it picks the rules. */
  readonly begunAt: string;
  readonly medType: string;
  readonly person: Person | null;
  readonly lines: readonly BillLine[];
  /** The line that quantity and trace codes go to. */
  readonly chosen: string | null;
  readonly prescription: Prescription | null;
  /** Who has signed for the prescription. */
  readonly pharmacist: { readonly id: string; readonly name: string } | null;
  readonly chronicDisease: string | null;
  readonly offSite: { readonly recordType: string; readonly recordedOn: string } | null;
  readonly visit: Visit;
  readonly usesAccount: boolean;
  readonly tender: Tender;
  /** The customer pays all of it now, insured or not: no settlement with the insurance. */
  readonly isCash: boolean;
}

export function newBill(seed: Pick<Bill, "id" | "begunAt" | "medType">): Bill {
  return {
    ...seed,
    person: null,
    lines: [],
    chosen: null,
    prescription: null,
    pharmacist: null,
    chronicDisease: null,
    offSite: null,
    visit: plainVisit,
    usesAccount: true,
    tender: { kind: "cash", given: "", parts: noParts },
    isCash: false,
  };
}

/** Nothing of it would be missed. */
export function isEmpty(bill: Bill): boolean {
  return bill.person === null && bill.lines.length === 0;
}

/** One more of an item: its line counts up, a new one is added at the end; either way it is the chosen one. */
export function withItem(bill: Bill, item: CatalogueItem): Bill {
  const there = bill.lines.find((line) => line.item.code === item.code && !line.splitPack);
  if (there !== undefined && /^\d+$/.test(there.qty))
    return withLine(bill, there.id, { qty: String(Number(there.qty) + 1) });
  const id = String(Math.max(0, ...bill.lines.map((line) => Number(line.id))) + 1);
  const line: BillLine = { id, item, qty: "1", splitPack: false, traceCodes: [], traceExempt: null };
  return { ...bill, lines: [...bill.lines, line], chosen: id };
}

/** A line changed; it is the chosen one from then on. */
export function withLine(bill: Bill, id: string, change: Partial<Omit<BillLine, "id" | "item">>): Bill {
  const lines = bill.lines.map((line) => (line.id === id ? { ...line, ...change } : line));
  return { ...bill, lines, chosen: id };
}

/** Without a line; the one after it is chosen, or else the last. */
export function withoutLine(bill: Bill, id: string): Bill {
  const at = bill.lines.findIndex((line) => line.id === id);
  const lines = bill.lines.filter((line) => line.id !== id);
  return { ...bill, lines, chosen: (lines[at] ?? lines.at(-1))?.id ?? null };
}

/** The chosen line moves up (-1) or down (1) and stays within the bill. */
export function withChosenMoved(bill: Bill, by: -1 | 1): Bill {
  const at = bill.lines.findIndex((line) => line.id === bill.chosen);
  const next = bill.lines[Math.min(Math.max(at + by, 0), bill.lines.length - 1)];
  return { ...bill, chosen: next?.id ?? null };
}

/** Another person: what hung on the one before goes with them. */
export function withPerson(bill: Bill, person: Person): Bill {
  const isSame = bill.person?.psnNo === person.psnNo;
  return isSame
    ? { ...bill, person }
    : { ...bill, person, chronicDisease: null, offSite: null, visit: plainVisit };
}

/** How many codes a line still has to have: one for each whole pack of a drug that a fund may pay. */
export function codesMissing({ item, qty, splitPack, traceExempt, traceCodes }: BillLine): number {
  if (item.kind !== "drug" || item.class === "C" || splitPack || traceExempt !== null) return 0;
  return Math.max(0, Math.ceil(Number(qty)) - traceCodes.length);
}

/** The line that a scanned code belongs to: the chosen one while it lacks codes, else the first that does. */
export function lineForCode(bill: Bill): BillLine | null {
  const lacking = bill.lines.filter((line) => codesMissing(line) > 0);
  return lacking.find((line) => line.id === bill.chosen) ?? lacking[0] ?? null;
}

/** Where a code stands already. */
export function lineWithCode(bill: Bill, code: string): BillLine | null {
  return bill.lines.find((line) => line.traceCodes.includes(code)) ?? null;
}
