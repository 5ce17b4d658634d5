import type { AuditRow } from "../store/audit.ts";
import type { ClosingRow } from "../store/closings.ts";
import { adjustmentText } from "./adjustments.ts";
import { readClosing } from "./closing.ts";
import type { Ground } from "./ground.ts";
import { markText } from "./statement-marks.ts";
import type { Finding } from "./terminal.ts";

/** Deeds of the audit chain that left something in a table of its own. */
const noted: ReadonlySet<string> = new Set(["adjust", "tellOtherwise", "sealDay", "balanceDay"]);

/** What the chain says of such a deed; null: of another one. */
export function noteOf({ action, subject, content }: AuditRow): string | null {
  return noted.has(action) ? noteText(action, subject, content) : null;
}

function noteText(action: string, subject: string, digest: Uint8Array): string {
  return `${action} ${subject} ${Buffer.from(digest).toString("hex")}`;
}

/** Days that are closed, as many as anybody keeps. */
const daysMax = 40_000;
const entriesAtOnce = 500;

/** What the chain says of adjustments, marks and closed days, and what these say. */
interface Held {
  /** Found in the part of the chain that was verified. */
  readonly notes: ReadonlySet<string>;
  /** The last entry of that part. */
  readonly lastEntry: number;
}

/**
 * Adjustments, marks of the statement and closed days, each held to its entry in the audit chain: one that was changed,
 * added or taken away is found.
 */
export function* verifyNotes(ground: Ground, { notes, lastEntry }: Held): Generator<Finding> {
  // Read before the rest of the chain: what is written meanwhile has its entry there.
  const rows = [...rowNotes(ground)];
  const closings = ground.store.closings.newest(daysMax);
  const all = new Set(notes);
  for (const note of notesAfter(ground, lastEntry)) all.add(note);
  const left = new Set([...notes].filter((note) => /^(?:adjust|tellOtherwise) /.test(note)));
  for (const { note, finding } of rows) {
    left.delete(note);
    if (!all.has(note)) yield finding;
  }
  for (const note of left) {
    const id = note.split(" ")[1] ?? "";
    yield { what: "settlement", id, reason: "审计有认账或对账记录，账本中没有" };
  }
  const known = new Set(closings.map(({ day }) => day));
  for (const closing of closings) yield* closingFaults(ground, closing, all);
  for (const note of notes) {
    const day = /^sealDay (\S+) /.exec(note)?.[1];
    if (day !== undefined && !known.has(day))
      yield { what: "day", id: day, reason: "审计有日结记录，账本中没有" };
  }
}

interface RowNote {
  readonly note: string;
  /** What is wrong when the chain has no such note. */
  readonly finding: Finding;
}

function* rowNotes({ store, vault }: Ground): Generator<RowNote> {
  const idOf = (number: number): string => store.settlements.byNumber(number)?.id ?? String(number);
  const lastId = store.adjustments.lastId();
  for (const one of store.adjustments.next(0, lastId)) {
    const id = idOf(one.row.number);
    const note = noteText("adjust", id, vault.digest(adjustmentText(one)));
    yield { note, finding: { what: "settlement", id, reason: "认账调整与审计链中的摘要不符" } };
  }
  for (const mark of store.closings.allMarks()) {
    const id = idOf(mark.number);
    const note = noteText("tellOtherwise", id, vault.digest(markText(mark)));
    yield { note, finding: { what: "settlement", id, reason: "对账标记与审计链中的摘要不符" } };
  }
}

function* notesAfter({ store }: Ground, entry: number): Generator<string> {
  for (let last = entry; ;) {
    const rows = store.audit.next(last, entriesAtOnce);
    for (const row of rows) {
      const note = noteOf(row);
      if (note !== null) yield note;
    }
    const end = rows.at(-1);
    if (end === undefined || end.number <= last) return;
    last = end.number;
  }
}

function* closingFaults(ground: Ground, row: ClosingRow, notes: ReadonlySet<string>): Generator<Finding> {
  const { vault } = ground;
  const { day, outcome } = row;
  const has = (action: string, content: string): boolean =>
    notes.has(noteText(action, day, vault.digest(content)));
  const begins = (action: string): boolean => [...notes].some((note) => note.startsWith(`${action} ${day} `));
  const wrong: Finding = { what: "day", id: day, reason: "对账日结与审计链不符" };
  switch (outcome) {
    case "open":
      if (begins("sealDay")) yield wrong;
      return;
    case "provisional":
      if (!begins("sealDay") || begins("balanceDay")) yield wrong;
      return;
    case "balanced": {
      const { digest } = readClosing(ground, row);
      if (!has("sealDay", `balanced ${digest}`) && !has("balanceDay", digest)) yield wrong;
    }
  }
}
