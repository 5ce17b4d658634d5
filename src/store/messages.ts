import type { Database } from "better-sqlite3";

import type { MessageState } from "../upload/message-state.ts";
import { appendTo } from "./rows.ts";

export interface MessageRow {
  readonly msgid: string;
  readonly number: number;
  readonly origin: "terminal" | "his";
  /** The transaction that settles or takes back. */
  readonly infno: string;
  readonly state: MessageState;
  /** Generation of the outbox key around the payload; 0: sealed by the data key, before there was an outbox. */
  readonly payload_key: number;
  /** null once answered. */
  readonly payload: Buffer | null;
  readonly payload_digest: Buffer | null;
  readonly tries: number;
  readonly sent_at: string | null;
  readonly answered_at: string | null;
  /** The centre's own numbers for what it confirmed. */
  readonly centre_settlement: string | null;
  readonly centre_visit: string | null;
}

/** A message that waits for its answer, with whose it is. */
export interface OpenMessageRow extends MessageRow {
  readonly payload: Buffer;
  readonly person_key: Buffer;
  /** Of the settlement that this one takes back. */
  readonly original_msgid: string | null;
  readonly original_state: MessageState | null;
  readonly original_settlement: string | null;
  readonly original_visit: string | null;
}

export interface Messages {
  readonly add: (row: MessageRow) => number;
  readonly of: (number: number) => MessageRow | undefined;
  /** Those of settlements `from` to `to`, in order. */
  readonly between: (from: number, to: number) => readonly MessageRow[];
  readonly byMsgid: (msgid: string) => MessageRow | undefined;
  /** The oldest open one of a person. */
  readonly openOf: (personKey: Buffer) => OpenMessageRow | undefined;
  /** How many of each state wait or were rejected. */
  readonly counts: () => readonly { readonly state: MessageState; readonly count: number }[];
  /** Oldest first. Read to the end, or closed, before anything is written. */
  readonly open: () => IterableIterator<OpenMessageRow>;
  /** Whose those are that were written after a number, oldest first. */
  readonly openAfter: (number: number) => readonly WaitingRow[];
  /** undefined: it is answered, or there is none. */
  readonly openAt: (number: number) => OpenMessageRow | undefined;
  readonly toRenew: () => readonly MessageRow[];
  readonly setState: (row: Pick<MessageRow, "msgid" | "state" | "tries" | "sent_at">) => void;
  readonly answer: (row: Answered) => void;
  readonly reseal: (row: Resealed) => void;
}

/** An open message without what it says. */
export type WaitingRow = Pick<OpenMessageRow, "number" | "msgid" | "person_key">;

type Answered = Pick<
  MessageRow,
  "msgid" | "state" | "payload_digest" | "answered_at" | "centre_settlement" | "centre_visit"
>;

type Resealed = Pick<MessageRow, "msgid" | "payload_key"> & { readonly payload: Buffer };

const columns = [
  "msgid",
  "number",
  "origin",
  "infno",
  "state",
  "payload_key",
  "payload",
  "payload_digest",
  "tries",
  "sent_at",
  "answered_at",
  "centre_settlement",
  "centre_visit",
] as const satisfies readonly (keyof MessageRow)[];
const select = `SELECT ${columns.join(", ")} FROM messages`;

const openColumns = `${columns.map((name) => `m.${name}`).join(", ")}, s.person_key, o.msgid AS original_msgid,
    o.state AS original_state, o.centre_settlement AS original_settlement, o.centre_visit AS original_visit`;

export const messageQueries = {
  of: `${select} WHERE number = ?`,
  between: `${select} WHERE number BETWEEN +? AND +? ORDER BY number`,
  byMsgid: `${select} WHERE msgid = ?`,
  // By the settlements of the person, who has few, and not by what is open, which can be all of an outage.
  openOf: `SELECT ${openColumns}
  FROM settlements AS s CROSS JOIN messages AS m ON m.number = s.number
  LEFT JOIN messages AS o ON o.number = s.reverses
  WHERE s.person_key = +? AND m.payload IS NOT NULL ORDER BY s.number LIMIT 1`,
  openAt: `SELECT ${openColumns}
  FROM messages AS m CROSS JOIN settlements AS s ON s.number = m.number
  LEFT JOIN messages AS o ON o.number = s.reverses
  WHERE m.number = +? AND m.payload IS NOT NULL`,
} as const;

/** From a number on, along the index of what is open. */
export const openAfterQuery = `SELECT m.number, m.msgid, s.person_key FROM messages AS m INDEXED BY messages_open
  JOIN settlements AS s ON s.number = m.number
  WHERE m.payload IS NOT NULL AND m.number > +? ORDER BY m.number`;

/** These walk an index of nothing but what they look for. */
export const queueQueries = {
  toRenew: `${select} WHERE payload_key = 0 ORDER BY number`,
  open: `SELECT ${openColumns}
  FROM messages AS m INDEXED BY messages_open
  JOIN settlements AS s ON s.number = m.number
  LEFT JOIN messages AS o ON o.number = s.reverses
  WHERE m.payload IS NOT NULL ORDER BY m.number`,
} as const;

/** Sums up what is open, in one walk. */
const countQuery = `SELECT state, COUNT(*) AS count FROM messages INDEXED BY messages_open
  WHERE payload IS NOT NULL GROUP BY state`;

export function messages(db: Database): Messages {
  const of = db.prepare<[number], MessageRow>(messageQueries.of);
  const between = db.prepare<[number, number], MessageRow>(messageQueries.between);
  const byMsgid = db.prepare<[string], MessageRow>(messageQueries.byMsgid);
  const openOf = db.prepare<[Buffer], OpenMessageRow>(messageQueries.openOf);
  const counts = db.prepare<[], { state: MessageState; count: number }>(countQuery);
  const open = db.prepare<[], OpenMessageRow>(queueQueries.open);
  const openAfter = db.prepare<[number], WaitingRow>(openAfterQuery);
  const openAt = db.prepare<[number], OpenMessageRow>(messageQueries.openAt);
  const toRenew = db.prepare<[], MessageRow>(queueQueries.toRenew);
  const setState = db.prepare<[Pick<MessageRow, "msgid" | "state" | "tries" | "sent_at">]>(
    "UPDATE messages SET state = @state, tries = @tries, sent_at = @sent_at WHERE msgid = @msgid",
  );
  const answer = db.prepare<[Answered]>(
    `UPDATE messages SET state = @state, payload = NULL, payload_digest = @payload_digest, answered_at = @answered_at,
       centre_settlement = @centre_settlement, centre_visit = @centre_visit WHERE msgid = @msgid`,
  );
  const reseal = db.prepare<[Resealed]>(
    "UPDATE messages SET payload_key = @payload_key, payload = @payload WHERE msgid = @msgid",
  );
  return {
    add: appendTo<MessageRow>(db, "messages", columns),
    of: (number) => of.get(number),
    between: (from, to) => between.all(from, to),
    byMsgid: (msgid) => byMsgid.get(msgid),
    openOf: (personKey) => openOf.get(personKey),
    counts: () => counts.all(),
    open: () => open.iterate(),
    openAfter: (number) => openAfter.all(number),
    openAt: (number) => openAt.get(number),
    toRenew: () => toRenew.all(),
    setState: (row) => {
      setState.run(row);
    },
    answer: (row) => {
      answer.run(row);
    },
    reseal: (row) => {
      reseal.run(row);
    },
  };
}
