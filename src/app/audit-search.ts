import { present } from "../base/assert.ts";
import type { AuditRow } from "../store/audit.ts";
import { chainHash, chainStart } from "./audit-chain.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { AuditEntry } from "./supervision.ts";
import type { Result } from "./terminal.ts";

/** Which entries are looked for; null: whatever it is. */
export interface AuditQuery {
  /** The newest entry to look at; null: the newest there is. */
  readonly from: number | null;
  readonly day: string | null;
  readonly operator: string | null;
  readonly action: string | null;
  readonly limit: number;
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Where to go on; null: everything has been looked at. */
  readonly next: number | null;
  readonly last: number;
}

/** An entry with what holds it in its place. */
export interface AuditDetail extends AuditEntry {
  /** Digests, in hexadecimal. */
  readonly content: string;
  readonly previous: string;
  readonly hash: string;
  /** Whether the entry is as it was written, and stands on the one before it. */
  readonly isIntact: boolean;
  readonly isJoined: boolean;
}

export interface ChainStretch {
  /** Up to which entry the chain was looked at. */
  readonly checked: number;
  readonly last: number;
  /** Entries that were changed, or that do not stand on the one before. */
  readonly broken: readonly number[];
}

/** Reading the audit chain: who did what, and whether it still is what was written. */
export interface AuditSearch {
  readonly findAudit: (query: AuditQuery) => AuditPage;
  readonly auditEntry: (number: number) => Result<AuditDetail>;
  /** The chain after an entry, so many entries at the most. */
  readonly checkChain: (after: number, limit: number) => ChainStretch;
}

/** So many entries are looked at in one call: a desk that sells meanwhile does not feel it. */
const lookedAtMax = 20_000;

export function auditSearchOf(ground: Ground): AuditSearch {
  const { store } = ground;
  const lastNumber = (): number => store.audit.last()?.number ?? 0;
  return {
    findAudit: ({ from, day, operator, action, limit }) => {
      const last = lastNumber();
      const top = Math.min(from ?? last, day === null ? last : endOfDay(ground, day, last));
      const bottom = Math.max(0, top - lookedAtMax);
      const rows = store.audit.find({ top, bottom, day, operator, action, limit });
      const isFull = rows.length === limit;
      const reached = isFull ? present(rows.at(-1), "the last of a full page").number - 1 : bottom;
      return {
        entries: rows.map(entryOf),
        next: reached <= 0 || isBefore(ground, reached, day) ? null : reached,
        last,
      };
    },
    auditEntry: (number) => {
      const row = store.audit.byNumber(number);
      if (row === undefined) return decline("SETTLEMENT_NOT_FOUND", "没有这条审计记录", { number });
      const before = number === 1 ? chainStart : store.audit.byNumber(number - 1)?.hash;
      return accept({
        ...entryOf(row),
        content: row.content.toString("hex"),
        previous: row.previous.toString("hex"),
        hash: row.hash.toString("hex"),
        isIntact: isIntact(ground, row),
        isJoined: before?.equals(row.previous) === true,
      });
    },
    checkChain: (after, limit) => checkChain(ground, { after, limit, last: lastNumber() }),
  };
}

function entryOf({ number, at, action, subject, operator, desk }: AuditRow): AuditEntry {
  return { number, at, action, subject, operator, desk };
}

function isIntact({ vault }: Ground, row: AuditRow): boolean {
  return chainHash(vault, row).equals(row.hash);
}

/**
 * The last entry of a day or of one before. Entries are numbered as time goes; where a clock was set back, it is one of the
 * last of that day, and those before it are found going back.
 */
function endOfDay({ store }: Ground, day: string, last: number): number {
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const at = store.audit.byNumber(middle)?.at ?? "";
    if (at.slice(0, 10) <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Whether nothing of the day comes any more. */
function isBefore({ store }: Ground, number: number, day: string | null): boolean {
  return day !== null && (store.audit.byNumber(number)?.at ?? "").slice(0, 10) < day;
}

function checkChain(
  ground: Ground,
  { after, limit, last }: { readonly after: number; readonly limit: number; readonly last: number },
): ChainStretch {
  const { audit } = ground.store;
  const rows = audit.next(after, limit);
  const broken: number[] = [];
  let number = after;
  let previous = after === 0 ? chainStart : audit.byNumber(after)?.hash;
  for (const row of rows) {
    const isNext = row.number === number + 1 && previous?.equals(row.previous) === true;
    if (!isNext || !isIntact(ground, row)) broken.push(row.number);
    number = row.number;
    previous = row.hash;
  }
  return { checked: number, last, broken };
}
