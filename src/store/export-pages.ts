import type { Database } from "better-sqlite3";

import { assert } from "../base/assert.ts";
import type { Fen } from "../base/money.ts";
import type { AuditRow } from "./audit.ts";
import type { SettlementRow } from "./settlements.ts";
import { amountColumns } from "./settlements.ts";

/** A settlement as a list of many hands it out, with what became of its message. */
export interface ExportedRow extends Pick<SettlementRow, "number" | "id" | "kind" | "mode" | "reverses"> {
  readonly msgid: string;
  /** In hexadecimal digits. */
  readonly person: string;
  readonly plan: string;
  readonly medical_type: string;
  readonly service_date: string;
  readonly committed_at: string;
  readonly operator: string;
  readonly pharmacist: string | null;
  readonly desk: string;
  readonly pack: string;
  readonly supplement: string | null;
  /** "none": the centre is told nothing of it. */
  readonly state: string;
  readonly centre_settlement: string | null;
  /** Settlements by their own numbers; null: there is none. */
  readonly reverses_id: string | null;
  readonly replaces_id: string | null;
  readonly reversed_by: string | null;
  /** As they were written, in the order of `amountColumns`. */
  readonly amounts: readonly Fen[];
}

/** The same with the claim it was made from. */
export interface ExportedWithClaim extends ExportedRow, Pick<SettlementRow, "sealed"> {}

export interface Period {
  readonly from: string;
  readonly to: string;
}

/** Settlements of one day, after a number and up to another. */
export interface Stretch {
  readonly day: string;
  readonly after: number;
  readonly upTo: number;
}

/** So many of a day's after a number, and none beyond the last. */
interface Ahead extends Pick<Stretch, "day" | "after"> {
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
  /** How many are next on a day, and the number of the last of them; null: none. */
  readonly ahead: (ahead: Ahead) => { readonly count: number; readonly upTo: number | null };
  readonly settlements: (stretch: Stretch) => readonly ExportedRow[];
  readonly withClaims: (stretch: Stretch) => readonly ExportedWithClaim[];
  /** Entries of a stretch of the chain that were made in a period. */
  readonly audit: (bound: AuditBound) => readonly AuditRow[];
}

/** What `rowOf` reads, in its order. */
const values = [
  ...["number", "id", "kind", "mode", "reverses", "msgid"].map((name) => `s.${name}`),
  "lower(hex(s.person_key))",
  ...["plan", "medical_type", "service_date", "committed_at", "operator", "pharmacist", "desk"].map(
    (name) => `s.${name}`,
  ),
  "s.pack",
  "s.supplement",
  "COALESCE(m.state, 'none')",
  "m.centre_settlement",
  "o.id",
  "p.id",
  "r.id",
  `json_array(${amountColumns.map((name) => `s.${name}`).join(", ")})`,
];

type Told = readonly [
  number: number,
  id: string,
  kind: SettlementRow["kind"],
  mode: SettlementRow["mode"],
  reverses: number | null,
  msgid: string,
  person: string,
  plan: string,
  medicalType: string,
  serviceDate: string,
  committedAt: string,
  operator: string,
  pharmacist: string | null,
  desk: string,
  pack: string,
  supplement: string | null,
  state: string,
  centreSettlement: string | null,
  reversesId: string | null,
  replacesId: string | null,
  reversedBy: string | null,
  amounts: readonly Fen[],
];

/** Our own statement made it, of columns that have their kinds. */
function isTold(value: unknown): value is Told {
  return Array.isArray(value) && value.length === values.length;
}

function rowOf(text: string): ExportedRow {
  const told: unknown = JSON.parse(text);
  assert(isTold(told), "a row is told with all of its values");
  return {
    number: told[0],
    id: told[1],
    kind: told[2],
    mode: told[3],
    reverses: told[4],
    msgid: told[5],
    person: told[6],
    plan: told[7],
    medical_type: told[8],
    service_date: told[9],
    committed_at: told[10],
    operator: told[11],
    pharmacist: told[12],
    desk: told[13],
    pack: told[14],
    supplement: told[15],
    state: told[16],
    centre_settlement: told[17],
    reverses_id: told[18],
    replaces_id: told[19],
    reversed_by: told[20],
    amounts: told[21],
  };
}

/** One text a row: forty values that come out of the database one by one take twice as long. */
const select = (more: string): string => `SELECT json_array(${values.join(", ")}) AS told${more}
  FROM settlements AS s
  LEFT JOIN messages AS m ON m.number = s.number
  LEFT JOIN settlements AS o ON o.number = s.reverses
  LEFT JOIN settlements AS p ON p.number = s.replaces
  LEFT JOIN settlements AS r ON r.reverses = s.number
  WHERE s.committed_day = :day AND s.number > :after AND s.number <= :upTo
  ORDER BY s.number`;

export const exportQueries = {
  count:
    "SELECT COUNT(*) AS count FROM settlements WHERE committed_day BETWEEN :from AND :to AND number <= :last",
  firstDay:
    "SELECT committed_day AS day FROM settlements WHERE committed_day BETWEEN :from AND :to ORDER BY committed_day LIMIT 1",
  ahead: `SELECT COUNT(*) AS count, MAX(number) AS upTo FROM (SELECT number FROM settlements
    WHERE committed_day = :day AND number > :after AND number <= :last ORDER BY number LIMIT :limit)`,
  settlements: select(""),
  withClaims: select(", s.sealed"),
  audit: `SELECT number, at, action, subject, operator, desk, content, previous, hash FROM audit
    WHERE number > :after AND number <= :upTo AND substr(at, 1, 10) BETWEEN :from AND :to ORDER BY number`,
} as const;

export function exportPages(db: Database): ExportPages {
  const count = db.prepare<[Period & { readonly last: number }], { count: number }>(exportQueries.count);
  const firstDay = db.prepare<[Period], { day: string }>(exportQueries.firstDay);
  const ahead = db.prepare<[Ahead], { count: number; upTo: number | null }>(exportQueries.ahead);
  const settlements = db.prepare<[Stretch], { told: string }>(exportQueries.settlements);
  const withClaims = db.prepare<[Stretch], { told: string; sealed: Buffer }>(exportQueries.withClaims);
  const audit = db.prepare<[AuditBound], AuditRow>(exportQueries.audit);
  return {
    count: (period, last) => count.get({ ...period, last })?.count ?? 0,
    firstDay: (period) => firstDay.get(period)?.day,
    ahead: (bound) => ahead.get(bound) ?? { count: 0, upTo: null },
    settlements: (stretch) => settlements.all(stretch).map(({ told }) => rowOf(told)),
    withClaims: (stretch) => withClaims.all(stretch).map(({ told, sealed }) => ({ ...rowOf(told), sealed })),
    audit: (bound) => audit.all(bound),
  };
}
