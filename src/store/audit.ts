import type { Database } from "better-sqlite3";

import type { Tail } from "./anchor.ts";
import { appendTo } from "./rows.ts";

/** One entry of the chain: `hash` covers the entry and, through `previous`, everything before it. */
export interface AuditRow {
  readonly number: number;
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly operator: string;
  readonly desk: string;
  /** Digest of what was done. */
  readonly content: Buffer;
  readonly previous: Buffer;
  readonly hash: Buffer;
}

/** Entries that are looked for; null: whatever it is. */
export interface AuditSought {
  /** Numbers from `bottom` (not itself) to `top`. */
  readonly top: number;
  readonly bottom: number;
  readonly day: string | null;
  readonly operator: string | null;
  /** With whatever is said after it. */
  readonly action: string | null;
  readonly limit: number;
}

export interface Audit {
  readonly add: (row: AuditRow) => number;
  readonly last: () => AuditRow | undefined;
  /** Number and hash of the last entry, without asking the books where that is known. */
  readonly tail: () => Tail | undefined;
  /** Entries up to a number, newest first. */
  readonly upTo: (number: number, limit: number) => readonly AuditRow[];
  readonly byNumber: (number: number) => AuditRow | undefined;
  /** Among a range of entries, newest first. */
  readonly find: (sought: AuditSought) => readonly AuditRow[];
  /** In order after the one with this number, some at a time. */
  readonly next: (afterNumber: number, limit: number) => readonly AuditRow[];
}

const columns = [
  "number",
  "at",
  "action",
  "subject",
  "operator",
  "desk",
  "content",
  "previous",
  "hash",
] as const;
const select = `SELECT ${columns.join(", ")} FROM audit`;

export const auditQueries = {
  last: `${select} ORDER BY number DESC LIMIT 1`,
  upTo: `${select} WHERE number <= +? ORDER BY number DESC LIMIT ?`,
} as const;

/** Not among those on the path of a sale. */
export const auditSearchQuery = `${select} WHERE number <= :top AND number > :bottom
    AND (:day IS NULL OR substr(at, 1, 10) = :day)
    AND (:operator IS NULL OR operator = :operator)
    AND (:action IS NULL OR action = :action OR substr(action, 1, length(:action) + 1) = :action || ' ')
    ORDER BY number DESC LIMIT :limit`;

export function audit(db: Database): Audit {
  const last = db.prepare<[], AuditRow>(auditQueries.last);
  const byNumber = db.prepare<[number], AuditRow>(`${select} WHERE number = ?`);
  const upTo = db.prepare<[number, number], AuditRow>(auditQueries.upTo);
  const find = db.prepare<[AuditSought], AuditRow>(auditSearchQuery);
  const next = db.prepare<[number, number], AuditRow>(`${select} WHERE number > +? ORDER BY number LIMIT ?`);
  return {
    add: appendTo<AuditRow>(db, "audit", columns),
    last: () => last.get(),
    tail: () => last.get(),
    upTo: (number, limit) => upTo.all(number, limit),
    byNumber: (number) => byNumber.get(number),
    find: (sought) => find.all(sought),
    next: (afterNumber, limit) => next.all(afterNumber, limit),
  };
}
