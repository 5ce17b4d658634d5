import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";

import { stageMedium } from "../../src/app/catalogue-source.ts";
import type { PackSigner } from "../../src/centre/pack-signer.ts";
import { openPackSigner } from "../../src/centre/pack-signer.ts";
import { booksOf } from "../../src/store/open-store.ts";
import type { CatalogueEntry } from "../../src/wire/catalogue-file.ts";
import { writeCatalogue, writeMediumLine } from "../../src/wire/catalogue-file.ts";
import type { TestDesk } from "../app/test-desk.ts";
import { openTestDesk, staff, valueOf, withStaff } from "../app/test-desk.ts";
import { partsCounted } from "../store/parts-counted.ts";

/** As many as it takes for the parts of the names to be counted after the last of them. */
const items = 5200;
const prices = { old: "12.50", new: "13.00" };

function entryOf(at: number, version: 1 | 2): CatalogueEntry {
  const price = version === 1 ? prices.old : prices.new;
  const plain = { barcode: null, pinyin: "SY", kind: "drug", class: "B", price } as const;
  const shares = { priceLimit: null, selfPayRatio: "0.1", chronicListed: false, dualChannel: false };
  const name = `试药${String.fromCodePoint(0x4e00 + (at % 400))}${at}`;
  return { code: `XL${at}`, name, ...plain, ...shares, from: "2024-01-01", to: null, version };
}

function catalogueFile(dir: string, signer: PackSigner, version: 1 | 2): string {
  const text = writeCatalogue(Array.from({ length: items }, (_, at) => entryOf(at, version)));
  const sha256 = createHash("sha256").update(text).digest("hex");
  const notice = signer.catalogueNotice({ infno: "1301", since: 0, version, rows: items, sha256 });
  const file = join(dir, `catalogue-${version}.txt`);
  writeFileSync(file, `${writeMediumLine(notice)}${text}`);
  return file;
}

/** When a child is killed: so long after its n-th word of a sort, by then it is within the next transaction. */
interface Moment {
  readonly word: "received" | "stepped";
  readonly nth: number;
  readonly delayMs: number;
}

/** @returns by what it ended */
async function killedAt(args: readonly string[], { word, nth, delayMs }: Moment): Promise<unknown> {
  const program = fileURLToPath(new URL("catalogue-child.ts", import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let heard = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const isBefore = heard.split(`${word}\n`).length <= nth;
    heard += text;
    if (isBefore && heard.split(`${word}\n`).length > nth) setTimeout(() => child.kill("SIGKILL"), delayMs);
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return signal ?? code;
}

/** The price of every item, in the order of the file. */
function pricesOf({ terminal }: TestDesk): readonly string[] {
  return Array.from({ length: items }, (_, at) => valueOf(terminal.findItem(`XL${at}`, "2024-05-10")).price);
}

/** Of every item the same: a catalogue is never in force in part. */
function whole(price: string): readonly string[] {
  return Array.from({ length: items }, () => price);
}

/** Rows that stand in the books beside those in use, prepared or replaced. */
function rowsBeside({ dir }: TestDesk): number {
  const db = new Sqlite(booksOf(dir), { readonly: true });
  try {
    const rows = db.prepare<[], { rows: number }>("SELECT count(*) AS rows FROM catalogue").get()?.rows ?? 0;
    return rows - items;
  } finally {
    db.close();
  }
}

test("a catalogue whose process is killed is in force whole, as it was or as it came, and never in part", async () => {
  const desk = openTestDesk(withStaff);
  try {
    const signer = openPackSigner(join(desk.dir, "signer"));
    valueOf(desk.terminal.trustSigner(signer.publicKey, staff.administrator));
    const first = valueOf(await stageMedium(desk.terminal, catalogueFile(desk.dir, signer, 1)));
    valueOf(desk.terminal.activateCatalogue(first.id, staff.supervisor));
    while (desk.terminal.stepCatalogue(1000));
    const file = catalogueFile(desk.dir, signer, 2);
    const kill = async (moment: Moment) => {
      desk.terminal.close();
      const ended = await killedAt([desk.dir, file], moment);
      desk.reopen();
      return ended;
    };
    const second = () => desk.terminal.catalogueDownloads().find(({ version }) => version === 2);

    // While it is received, the old one is in force whole, and what came of the new one is no catalogue.
    expect(await kill({ word: "received", nth: 7, delayMs: 1 })).toBe("SIGKILL");
    expect(second()?.state).toBe("receiving");
    expect(pricesOf(desk)).toEqual(whole(prices.old));
    expect(desk.terminal.catalogueVersion("1301")).toBe(1);

    // While it is prepared nobody sees any of it, and the version is the old one.
    const prepared = new Set<number>();
    for (const delayMs of [2, 4, 7]) {
      expect(await kill({ word: "stepped", nth: 6, delayMs })).toBe("SIGKILL");
      const applying = desk.terminal.catalogueDownloads().find(({ state }) => state === "applying");
      expect(pricesOf(desk)).toEqual(whole(applying === undefined ? prices.new : prices.old));
      expect(desk.terminal.catalogueVersion("1301")).toBe(applying === undefined ? 2 : 1);
      prepared.add(applying?.done ?? items);
      expect(rowsBeside(desk)).toBeGreaterThan(0);
    }
    expect([...prepared].some((done) => done > 0 && done < items)).toBe(true);

    // What has been cut off goes on where it was, to the moment when the new one is in use whole.
    while (desk.terminal.catalogueVersion("1301") === 1 && desk.terminal.stepCatalogue(5));
    expect(pricesOf(desk)).toEqual(whole(prices.new));
    expect(desk.terminal.catalogueVersion("1301")).toBe(2);

    // What it took the place of is still being swept up when the next kill comes.
    expect(await kill({ word: "stepped", nth: 2, delayMs: 3 })).toBe("SIGKILL");
    expect(rowsBeside(desk)).toBeGreaterThan(0);
    expect(rowsBeside(desk)).toBeLessThan(items);
    expect(pricesOf(desk)).toEqual(whole(prices.new));
    while (desk.terminal.stepCatalogue(1000));
    expect(rowsBeside(desk)).toBe(0);
    expect(pricesOf(desk)).toEqual(whole(prices.new));
    const { counted: parts, indexed } = partsCounted(desk.dir);
    expect(parts).toEqual(indexed);
    expect([...desk.terminal.verify()]).toEqual([]);
  } finally {
    desk.close();
  }
});
