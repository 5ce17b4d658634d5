import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";

import type { CatalogueNotice } from "../wire/catalogue-file.ts";
import { readMediumLine } from "../wire/catalogue-file.ts";
import type { CatalogueDownload } from "./catalogue-download.ts";
import type { CatalogueBooks } from "./catalogue-downloads.ts";
import { decline } from "./ground.ts";
import type { Result } from "./terminal.ts";

/** No row is nearly as long. */
const lineBytesMax = 4096;
/** A zip that says little and holds much is left there. */
const textBytesMax = 256 * 1024 * 1024;
/** So many rows are written together: some ten milliseconds, and one wait for the disk. */
const linesAtOnce = 250;

type Books = Pick<
  CatalogueBooks,
  "beginCatalogue" | "addCatalogueLines" | "endCatalogue" | "abandonCatalogue"
>;

/** A file whose text cannot be read, before its rows are looked at. */
class CatalogueTextError extends Error {
  override readonly name = "CatalogueTextError";
  readonly isTooLong: boolean;
  constructor(isTooLong: boolean) {
    super(isTooLong ? "too long" : "unreadable");
    this.isTooLong = isTooLong;
  }
}

/** Stages the zip file of a centre, read piece by piece: no more than some rows are in memory. */
export async function stageZip(
  books: Books,
  file: string,
  notice: CatalogueNotice,
): Promise<Result<CatalogueDownload>> {
  const begun = books.beginCatalogue(notice, "centre");
  return begun.ok ? await receive(books, begun.value, { bytes: unzipped(file), first: null }) : begun;
}

/** Stages a catalogue from a medium, as the centre wrote it. */
export async function stageMedium(books: Books, file: string): Promise<Result<CatalogueDownload>> {
  const bytes = createReadStream(file)[Symbol.asyncIterator]();
  const head = await headOf(bytes);
  const notice = head === null ? null : readMediumLine(head.line);
  if (head === null || notice === null)
    return decline("RULES_FORMAT_UNKNOWN", "不是本程序认得的目录文件格式，未采用", {});
  const begun = books.beginCatalogue(notice, "medium");
  return begun.ok ? await receive(books, begun.value, { bytes, first: head.rest }) : begun;
}

async function headOf(
  bytes: AsyncIterator<unknown>,
): Promise<{ readonly line: string; readonly rest: Buffer } | null> {
  let held = Buffer.alloc(0);
  for (;;) {
    const next: IteratorResult<unknown, unknown> = await bytes.next();
    if (next.done === true || !Buffer.isBuffer(next.value)) return null;
    held = Buffer.concat([held, next.value]);
    const end = held.indexOf(0x0a);
    if (end >= 0) return { line: held.toString("utf8", 0, end), rest: held.subarray(end + 1) };
    if (held.length > lineBytesMax) return null;
  }
}

interface Incoming {
  readonly bytes: AsyncIterator<unknown>;
  /** What has been read of the rows already. */
  readonly first: Buffer | null;
}

async function receive(
  books: Books,
  { id }: CatalogueDownload,
  incoming: Incoming,
): Promise<Result<CatalogueDownload>> {
  const hash = createHash("sha256");
  try {
    let lines: string[] = [];
    for await (const line of linesOf(incoming, hash)) {
      if (lines.push(line) < linesAtOnce) continue;
      const added = books.addCatalogueLines(id, lines);
      if (!added.ok) return added;
      lines = [];
      // Whoever sells goes first.
      await nextTurn();
    }
    const added = books.addCatalogueLines(id, lines);
    return added.ok ? books.endCatalogue(id, hash.digest("hex")) : added;
  } catch (error) {
    books.abandonCatalogue(id);
    if (!(error instanceof CatalogueTextError)) throw error;
    return error.isTooLong
      ? decline("RULES_TOO_LARGE", "目录文件的行或全文过长，未采用", {})
      : decline("RULES_UNREADABLE", "目录文件不完整或已损坏，未采用，请重新下载或拷贝", {});
  } finally {
    await incoming.bytes.return?.();
  }
}

async function* linesOf(incoming: Incoming, hash: ReturnType<typeof createHash>): AsyncGenerator<string> {
  try {
    yield* splitLines(incoming, hash);
  } catch (error) {
    // Of the file and of nothing else: who takes the lines does not throw in here.
    throw error instanceof CatalogueTextError ? error : new CatalogueTextError(false);
  }
}

async function* splitLines(
  { bytes, first }: Incoming,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let length = 0;
  let part: unknown = first;
  for (;;) {
    if (part instanceof Uint8Array) {
      length += part.length;
      hash.update(part);
      const pieces = (rest + decoder.decode(part, { stream: true })).split("\n");
      rest = pieces.pop() ?? "";
      if (rest.length > lineBytesMax || length > textBytesMax) throw new CatalogueTextError(true);
      for (const piece of pieces) yield piece.endsWith("\r") ? piece.slice(0, -1) : piece;
    }
    const next = await bytes.next();
    if (next.done === true) break;
    part = next.value;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

/** The one text in a zip file, piece by piece. */
async function* unzipped(file: string): AsyncGenerator<Uint8Array> {
  const { Unzip, UnzipInflate } = await import("fflate");
  const pieces: Uint8Array[] = [];
  let files = 0;
  const end = { isWhole: false };
  const unzip = new Unzip((entry) => {
    files += 1;
    if (files > 1) throw new CatalogueTextError(false);
    entry.ondata = (error, data, final) => {
      if (error !== null) throw error;
      pieces.push(data);
      end.isWhole = final;
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  for await (const chunk of createReadStream(file, { highWaterMark: 16 * 1024 })) {
    if (chunk instanceof Uint8Array) unzip.push(chunk, false);
    yield* pieces.splice(0);
  }
  unzip.push(new Uint8Array(0), true);
  yield* pieces.splice(0);
  if (!end.isWhole) throw new Error("a zip file that is cut off");
}
