import type { Database } from "better-sqlite3";

import { appendTo } from "./rows.ts";

export type MessageState = "pending" | "sent" | "confirmed" | "rejected" | "unknown";

export interface MessageRow {
  readonly msgid: string;
  readonly number: number;
  readonly origin: "terminal" | "his";
  readonly state: MessageState;
  readonly payload: Buffer;
  readonly tries: number;
}

export interface Messages {
  readonly add: (row: MessageRow) => number;
  readonly of: (number: number) => MessageRow | undefined;
}

export const messageQueries = {
  of: "SELECT msgid, number, origin, state, payload, tries FROM messages WHERE number = ?",
} as const;

export function messages(db: Database): Messages {
  const of = db.prepare<[number], MessageRow>(messageQueries.of);
  return {
    add: appendTo<MessageRow>(db, "messages", ["msgid", "number", "origin", "state", "payload", "tries"]),
    of: (number) => of.get(number),
  };
}
