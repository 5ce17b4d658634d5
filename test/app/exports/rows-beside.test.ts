import { rmSync } from "node:fs";

import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { OpenedDirectory } from "../../../src/app/directory.ts";
import { openDirectory } from "../../../src/app/directory.ts";
import { ledgerSet, sliceOf, stretchesOf } from "../../../src/app/exports/ledger-table.ts";
import type { LedgerSort } from "../../../src/app/exports/ledger-tables.ts";
import { ledgerSorts, ledgerTables } from "../../../src/app/exports/ledger-tables.ts";
import { rowsBeside } from "../../../src/app/exports/rows-beside.ts";
import type { TextFormat } from "../../../src/app/exports/text-encoder.ts";
import { textEncoderOf, textFormats } from "../../../src/app/exports/text-encoder.ts";
import { openTerminal } from "../../../src/app/open-terminal.ts";
import { receivePerson } from "../../../src/app/people.ts";
import { zeroFen } from "../../../src/base/money.ts";
import { booksOf } from "../../../src/store/open-store.ts";
import { actor, createBooks, morning, requestOf, temporaryDir, valueOf } from "../test-desk.ts";

const period = { from: "2024-05-10", to: "2024-05-12" };
const sales = 90;
const people = 40;
let dir: string;
let clock: number;
const options = () => ({ dir, passphrase: null, clock: () => clock });

/** Sales of two days, of people who come again and some whom nobody knows; every tenth is taken back. */
beforeAll(() => {
  clock = morning;
  dir = temporaryDir();
  createBooks(dir, {
    plan: "shiyan",
    moveIn: (ground) => {
      for (let at = 0; at < people; at += 1)
        receivePerson(ground, {
          psnNo: `99P${at}`,
          name: `𠮷一${String.fromCodePoint(0x4e00 + at)}`,
          certType: "01",
          certNo: `9900001980010100${at}`,
          cardNo: null,
          cardSn: null,
          token: null,
          plan: "shiyan",
          insutype: "310",
          person: {},
          family: [],
          asOf: "2024-01-01",
          balance: zeroFen,
          accumulators: {},
        });
    },
  });
  const terminal = openTerminal(options());
  for (let at = 0; at < sales; at += 1) {
    clock += at === 50 ? 86_400_000 : 1000;
    const sample = { person: { psnNo: `99P${at % 60}` }, items: [{ name: `=${at},"`, price: `${at}.01` }] };
    const { settlementId } = valueOf(terminal.commit(requestOf(`k${at}`, sample)));
    if (at % 10 === 9)
      valueOf(terminal.reverse({ idempotencyKey: `b${at}`, msgid: null, actor, settlementId }));
  }
  terminal.close();
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

function opened(): OpenedDirectory {
  return openDirectory(options());
}

/** The rows as this thread writes them. */
async function alone({ ground }: OpenedDirectory, sort: LedgerSort, format: TextFormat): Promise<Buffer> {
  const { pages, columns } = ledgerSet(ground, ledgerTables[sort], period);
  const encoder = await textEncoderOf(format, columns);
  const pieces: Uint8Array[] = [];
  for (let page = pages.next(); page.done !== true; page = pages.next())
    pieces.push(encoder.rows(page.value.rows));
  return Buffer.concat(pieces);
}

function beside({ ground, ring }: OpenedDirectory, threads: number, sort: LedgerSort, format: TextFormat) {
  const stretches = stretchesOf(ground, sliceOf(ground, period), 7);
  return rowsBeside({ dir, ring, threads }, { sort, format }, stretches);
}

test("threads write the same bytes in the same order, however many there are", async () => {
  const books = opened();
  try {
    for (const sort of ledgerSorts)
      for (const format of textFormats) {
        const whole = await alone(books, sort, format);
        expect(whole.length).toBeGreaterThan(10_000);
        for (const threads of [1, 3]) {
          const pieces: Uint8Array[] = [];
          const told: (readonly [number, number])[] = [];
          for await (const { bytes, rows, done } of beside(books, threads, sort, format)) {
            pieces.push(bytes);
            told.push([rows, done]);
          }
          expect(Buffer.concat(pieces).equals(whole)).toBe(true);
          expect(told.reduce((sum, [rows]) => sum + rows, 0)).toBe(sales + sales / 10);
          expect(told.at(-1)?.[1]).toBe(sales + sales / 10);
        }
      }
  } finally {
    books.close();
  }
});

test("who takes no more of it ends the threads; what a thread cannot read is said in words", async () => {
  const books = opened();
  try {
    for await (const { rows } of beside(books, 2, "settlements", "csv")) {
      expect(rows).toBe(7);
      break;
    }
  } finally {
    books.close();
  }
  const db = new Sqlite(booksOf(dir));
  db.prepare("UPDATE persons SET sealed = zeroblob(100)").run();
  db.close();
  const broken = opened();
  try {
    await expect(beside(broken, 2, "settlements", "csv").next()).rejects.toMatchObject({
      name: "StoreError",
      code: "DAMAGED",
    });
  } finally {
    broken.close();
  }
});
