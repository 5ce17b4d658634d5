import { present } from "../../src/base/assert.ts";
import type { Committed, Refunded } from "../../src/app/terminal.ts";
import type { HeardDeed } from "./child-lines.ts";
import type { Deed, SoldLine, Standing } from "./deeds.ts";
import { linesLeft, linesOf, settlementsIn } from "./deeds.ts";

/** Every table that a settlement leaves rows in, and how they are counted. */
export const rowQueries = {
  settlements: "SELECT count(*) AS rows FROM settlements",
  lines: "SELECT count(*) AS rows FROM lines",
  funding: "SELECT count(*) AS rows FROM funding",
  postings: "SELECT count(*) AS rows FROM postings",
  accountMovements: "SELECT count(*) AS rows FROM account_movements",
  tenders: "SELECT count(*) AS rows FROM tenders",
  traceCodes: "SELECT count(*) AS rows FROM trace_codes",
  messages: "SELECT count(*) AS rows FROM messages",
  audit: "SELECT count(*) AS rows FROM audit WHERE action IN ('sale', 'reversal')",
} as const;
export type Rows = Readonly<Record<keyof typeof rowQueries, number>>;

export const noRows: Rows = {
  settlements: 0,
  lines: 0,
  funding: 0,
  postings: 0,
  accountMovements: 0,
  tenders: 0,
  traceCodes: 0,
  messages: 0,
  audit: 0,
};

/** What the fund of the plan pays for a person in a year, outpatient. */
export const capFen = 300_000;

/** A settlement that must be in the books, once and whole. */
export interface Known {
  readonly id: string;
  readonly number: number;
  readonly msgid: string;
  readonly psnNo: string;
  readonly kind: Committed["kind"];
  readonly basicFen: number;
  /** It used up what the fund pays in a year. */
  readonly atCap: boolean;
  readonly rows: Rows;
  /** What can be taken back of it; of a reversal nothing. */
  readonly lines: readonly SoldLine[];
  readonly reversedBy: string | null;
}

/** What the books must hold, as far as anybody was told; grown from answers alone. */
export interface KnownBooks {
  readonly settlements: ReadonlyMap<string, Known>;
  readonly rows: Rows;
  /** Deeds that were answered, to be asked again. */
  readonly answered: readonly HeardDeed[];
}

export const emptyBooks: KnownBooks = { settlements: new Map(), rows: noRows, answered: [] };

/** The books after a deed was answered with a value. */
export function booksAfter(books: KnownBooks, heard: HeardDeed, value: Committed | Refunded): KnownBooks {
  const settlements = new Map(books.settlements);
  const written = knownOf(books, heard.deed, value);
  for (const one of written) settlements.set(one.id, one);
  if (heard.deed.does !== "sale") {
    const original = present(settlements.get(heard.deed.id), "what was reversed");
    settlements.set(original.id, { ...original, reversedBy: written[0]?.id ?? null });
  }
  const rows = written.reduce((sum, one) => addRows(sum, one.rows), books.rows);
  return { settlements, rows, answered: [...books.answered, heard] };
}

/** The settlements that an answer says were written, with the rows that each must have. */
function knownOf(books: KnownBooks, deed: Deed, value: Committed | Refunded): Known[] {
  const original = deed.does === "sale" ? undefined : books.settlements.get(deed.id);
  return settlementsIn(value).map((one) => {
    const lines = one.kind === "reversal" ? [] : linesSold(deed, original);
    const tenders = tendersOf(deed, one, original);
    return {
      id: one.settlementId,
      number: one.number,
      msgid: one.msgid,
      psnNo: one.psnNo,
      kind: one.kind,
      basicFen: one.settlement.split.basic,
      atCap: one.kind === "sale" && one.settlement.movements.some(({ after }) => after === capFen),
      rows: rowsOf(one, { tenders, lines }),
      lines,
      reversedBy: null,
    };
  });
}

/** Sales that can still be taken back, oldest first. */
export function standingIn(books: KnownBooks): Standing[] {
  return [...books.settlements.values()]
    .filter(({ kind, reversedBy }) => kind === "sale" && reversedBy === null)
    .map(({ id, lines }) => ({ id, lines }));
}

export function addRows(a: Rows, b: Rows): Rows {
  return mapRows((name) => a[name] + b[name]);
}

export function subtractRows(a: Rows, b: Rows): Rows {
  return mapRows((name) => a[name] - b[name]);
}

export function sameRows(a: Rows, b: Rows): boolean {
  return JSON.stringify(mapRows((name) => a[name])) === JSON.stringify(mapRows((name) => b[name]));
}

export function mapRows(count: (name: keyof Rows) => number): Rows {
  const entries = (Object.keys(noRows) as (keyof Rows)[]).map((name) => [name, count(name)]);
  return Object.fromEntries(entries) as Rows;
}

function linesSold(deed: Deed, original: Known | undefined): readonly SoldLine[] {
  if (deed.does === "sale") return linesOf(deed);
  return deed.does === "refund" ? linesLeft(original?.lines ?? [], deed.items) : [];
}

/** Cash goes back the way it came; of what is kept it stays. */
function tendersOf(deed: Deed, one: Committed, original: Known | undefined): number {
  if (deed.does === "sale") return (deed.cash ?? 0) > 0 ? 1 : 0;
  const before = original?.rows.tenders ?? 0;
  return one.kind === "reversal" || one.settlement.split.cash > 0 ? before : 0;
}

function rowsOf(
  { settlement }: Committed,
  { tenders, lines }: { readonly tenders: number; readonly lines: readonly SoldLine[] },
): Rows {
  return {
    settlements: 1,
    lines: settlement.lines.length,
    funding: settlement.benefits.length,
    postings: settlement.movements.length,
    accountMovements: settlement.draws.length,
    tenders,
    traceCodes: lines.reduce((sum, { qty }) => sum + qty, 0),
    messages: 1,
    audit: 1,
  };
}
