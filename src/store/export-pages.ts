import type { Database } from "better-sqlite3";

import type { AuditRow } from "./audit.ts";
import type { SettlementRow } from "./settlements.ts";
import { amountColumns } from "./settlements.ts";

const ownColumns = [
  "number",
  "id",
  "kind",
  "mode",
  "reverses",
  "msgid",
  "person_key",
  "plan",
  "medical_type",
  "service_date",
  "committed_at",
  "operator",
  "pharmacist",
  "desk",
  "pack",
  "supplement",
  ...amountColumns,
] as const satisfies readonly (keyof SettlementRow)[];

/** A settlement as a list of many hands it out, with what became of its message. */
export interface ExportedRow extends Pick<SettlementRow, (typeof ownColumns)[number]> {
  /** "none": the centre is told nothing of it. */
  readonly state: string;
  readonly centre_settlement: string | null;
  /** Settlements by their own numbers; null: there is none. */
  readonly reverses_id: string | null;
  readonly replaces_id: string | null;
  readonly reversed_by: string | null;
}

/** The same with the claim it was made from. */
export type ExportedWithClaim = ExportedRow & Pick<SettlementRow, "sealed">;

export interface Period {
  readonly from: string;
  readonly to: string;
}

/** Where the page before ended. */
export interface Place {
  readonly day: string;
  readonly number: number;
}

interface Bound extends Place {
  readonly last: number;
  readonly limit: number;
}

interface AuditBound extends Period {
  readonly after: number;
  readonly upTo: number;
}

/** The ledger page by page, each found by the keys of the one before: as much memory for years as for a day. */
export interface ExportPages {
  /** Settlements of a period up to a number, so that those made meanwhile stay out. */
  readonly count: (period: Period, last: number) => number;
  /** The first day of a period on which anything was settled. */
  readonly firstDay: (period: Period) => string | undefined;
  /** Of one day, after a number. */
  readonly settlements: (bound: Bound) => readonly ExportedRow[];
  readonly withClaims: (bound: Bound) => readonly ExportedWithClaim[];
  /** Entries of a stretch of the chain that were made in a period. */
  readonly audit: (bound: AuditBound) => readonly AuditRow[];
}

const select = (more: string): string => `SELECT ${ownColumns.map((name) => `s.${name}`).join(", ")}${more},
    COALESCE(m.state, 'none') AS state, m.centre_settlement, o.id AS reverses_id, p.id AS replaces_id, r.id AS reversed_by
  FROM settlements AS s
  LEFT JOIN messages AS m ON m.number = s.number
  LEFT JOIN settlements AS o ON o.number = s.reverses
  LEFT JOIN settlements AS p ON p.number = s.replaces
  LEFT JOIN settlements AS r ON r.reverses = s.number
  WHERE s.committed_day = :day AND s.number > :number AND s.number <= :last
  ORDER BY s.number LIMIT :limit`;

export const exportQueries = {
  count:
    "SELECT COUNT(*) AS count FROM settlements WHERE committed_day BETWEEN :from AND :to AND number <= :last",
  firstDay:
    "SELECT committed_day AS day FROM settlements WHERE committed_day BETWEEN :from AND :to ORDER BY committed_day LIMIT 1",
  settlements: select(""),
  withClaims: select(", s.sealed"),
  audit: `SELECT number, at, action, subject, operator, desk, content, previous, hash FROM audit
    WHERE number > :after AND number <= :upTo AND substr(at, 1, 10) BETWEEN :from AND :to ORDER BY number`,
} as const;

export function exportPages(db: Database): ExportPages {
  const count = db.prepare<[Period & { readonly last: number }], { count: number }>(exportQueries.count);
  const firstDay = db.prepare<[Period], { day: string }>(exportQueries.firstDay);
  const settlements = db.prepare<[Bound], ExportedRow>(exportQueries.settlements);
  const withClaims = db.prepare<[Bound], ExportedWithClaim>(exportQueries.withClaims);
  const audit = db.prepare<[AuditBound], AuditRow>(exportQueries.audit);
  return {
    count: (period, last) => count.get({ ...period, last })?.count ?? 0,
    firstDay: (period) => firstDay.get(period)?.day,
    settlements: (bound) => settlements.all(bound),
    withClaims: (bound) => withClaims.all(bound),
    audit: (bound) => audit.all(bound),
  };
}
