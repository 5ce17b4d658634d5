import type { Reply } from "../line/session.ts";
import { readSetlinfo } from "../wire/centre-answer.ts";
import { encodeSettlementQuestion, engineHead } from "../wire/centre-request.ts";
import type { OutgoingTransaction } from "../wire/outgoing-fields.ts";
import type { ToldTotal } from "../wire/outgoing-statement.ts";
import {
  encodeDetails,
  encodeFileDownload,
  encodeFileUpload,
  encodeTotal,
  readPlace,
  readResultFile,
  readTotal,
  readUploaded,
} from "../wire/outgoing-statement.ts";
import { readResult, writeStatement } from "../wire/result-file.ts";
import type { ReadResultRow } from "../wire/result-file.ts";
import type { CentreFact } from "../recon/differences.ts";
import type { StatementEntry } from "../recon/statement.ts";
import { sumsOf } from "../recon/statement.ts";
import { addFen, zeroFen } from "../base/money.ts";
import type { CentreDoor } from "./centre-door.ts";
import type { LineBooks } from "./line-books.ts";
import type { Terminal } from "./terminal.ts";

export type AskingBooks = Pick<LineBooks, "newMsgid"> & Pick<Terminal, "institution">;

/** A value, or why the centre did not give it. */
export type Asked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly refused: boolean };

/** Asks something that leaves nothing behind: under a number of its own, as often as need be. */
export async function ask<T>(
  books: AskingBooks,
  { session }: CentreDoor,
  transaction: OutgoingTransaction,
  read: (output: Extract<Reply, { kind: "done" }>["output"]) => T | null,
): Promise<Asked<T>> {
  const about = { msgid: books.newMsgid(), head: engineHead(books.institution) };
  const reply = await session.ask(transaction, about);
  if (reply.kind !== "done") return { ok: false, code: reply.code, refused: reply.kind === "refused" };
  const value = read(reply.output);
  return value === null ? { ok: false, code: "ANSWER_UNREADABLE", refused: false } : { ok: true, value };
}

/** 3201 */
export async function askTotal(books: AskingBooks, door: CentreDoor, told: ToldTotal) {
  return await ask(books, door, encodeTotal(told), readTotal);
}

/** 9101, 3202 and 9102: the settlements of a day that one office clears, one by one. */
export async function askDetails(
  books: AskingBooks,
  door: CentreDoor,
  told: { readonly day: string; readonly office: string; readonly entries: readonly StatementEntry[] },
): Promise<Asked<readonly ReadResultRow[]>> {
  // Read only here: what unpacks takes its time to load, for which no start should wait.
  const { unzipText, zipText } = await import("../line/zip.ts");
  const { day, office, entries } = told;
  const { code } = books.institution;
  const rows = entries.map((one) => ({ ...one, settlementId: one.told, isRefund: one.toldAsRefund }));
  const zipped = zipText("statement.txt", writeStatement(rows), Date.parse(`${day}T12:00:00+08:00`));
  const upload = encodeFileUpload(code, `${day.replaceAll("-", "")}${office}.txt.zip`, zipped);
  const uploaded = await ask(books, door, upload, readUploaded);
  if (!uploaded.ok) return uploaded;
  const sums = { ...sumsOf(entries), cash: entries.reduce((sum, one) => addFen(sum, one.cash), zeroFen) };
  const details = encodeDetails({ office, day, fileNo: uploaded.value.fileNo, sums });
  const compared = await ask(books, door, details, readResultFile);
  if (!compared.ok) return compared;
  const download = encodeFileDownload(code, compared.value);
  const file = await ask(books, door, download, readFile);
  if (!file.ok) return file;
  const text = unzipText(file.value);
  const result = text === null ? null : readResult(text);
  return result === null
    ? { ok: false, code: "ANSWER_UNREADABLE", refused: false }
    : { ok: true, value: result };
}

/** A file as the line hands it on. */
function readFile({ file }: Readonly<Record<string, unknown>>): Uint8Array | null {
  return typeof file === "string" ? Buffer.from(file, "base64") : null;
}

/** 5203: where one settlement stands. @returns null when the centre says that it has none */
export async function askFact(
  books: AskingBooks,
  door: CentreDoor,
  { psnNo, centreSettlementId }: { readonly psnNo: string; readonly centreSettlementId: string },
): Promise<Asked<CentreFact | null>> {
  const question = encodeSettlementQuestion(psnNo, centreSettlementId, null);
  const asked = await ask(books, door, question, (output) => {
    const place = readPlace(output);
    const told = readSetlinfo(output);
    return place === null || told === null ? null : { ...place, split: told.split };
  });
  if (asked.ok || asked.code !== "SETTLEMENT_NOT_FOUND") return asked;
  return { ok: true, value: null };
}
