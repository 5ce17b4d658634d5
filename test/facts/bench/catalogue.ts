// A whole catalogue and then what has changed in it are received and taken into use while previews go on:
// node test/facts/bench/catalogue.ts [items] [changes]

import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { keepFacts } from "../../../src/app/facts-loop.ts";
import { stageMedium } from "../../../src/app/catalogue-source.ts";
import { openTerminal } from "../../../src/app/open-terminal.ts";
import { openPackSigner } from "../../../src/centre/pack-signer.ts";
import type { CatalogueEntry } from "../../../src/wire/catalogue-file.ts";
import { writeCatalogue, writeMediumLine } from "../../../src/wire/catalogue-file.ts";
import {
  createBooks,
  morning,
  requestOf,
  staff,
  temporaryDir,
  valueOf,
  withStaff,
} from "../../app/test-desk.ts";

const items = Number(process.argv[2] ?? "300000");
const changes = Number(process.argv[3] ?? "3000");
const dir = temporaryDir();
const signer = openPackSigner(join(dir, "signer"));

/** Names of twelve characters, as different as those of a real catalogue. */
function entryOf(at: number): CatalogueEntry {
  const name = Array.from({ length: 12 }, (_, place) =>
    String.fromCodePoint(0x4e00 + ((at * 31 + place * (at % 97) * 7 + place) % 3000)),
  ).join("");
  const code = `XB${String(at).padStart(8, "0")}`;
  const plain = { barcode: null, pinyin: "BENCH", kind: "drug", class: "B", price: "12.50" } as const;
  const shares = { priceLimit: "10.00", selfPayRatio: "0.1", chronicListed: false, dualChannel: false };
  return { code, name, ...plain, ...shares, from: "2024-01-01", to: null, version: 1 };
}

function writeFile(version: number, entries: readonly CatalogueEntry[]): string {
  const file = join(dir, `catalogue-${version}.txt`);
  const text = writeCatalogue(entries);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const about = { since: version - 1, version, rows: entries.length, sha256 };
  writeFileSync(file, `${writeMediumLine(signer.catalogueNotice({ infno: "1301", ...about }))}${text}`);
  return file;
}

const whole = writeFile(
  1,
  Array.from({ length: items }, (_, at) => entryOf(at)),
);
/** Half of them dearer, half of them under another name, all over the catalogue. */
const changed = writeFile(
  2,
  Array.from({ length: changes }, (_, nth) => {
    const entry = { ...entryOf(Math.floor((nth * items) / changes)), version: 2 };
    return nth % 2 === 0 ? { ...entry, price: "13.50" } : { ...entry, name: `${entry.name}新` };
  }),
);
const books = join(dir, "books");
createBooks(books, { plan: "shiyan", moveIn: withStaff });
const terminal = openTerminal({ dir: books, passphrase: null, clock: () => morning });
valueOf(terminal.trustSigner(signer.publicKey, staff.administrator));
globalThis.gc?.();
const rssBefore = process.memoryUsage.rss();
let rssMost = rssBefore;

/** The longest of a preview and of a commit, each between two steps. */
const worst = { previewMs: 0, commitMs: 0, turnMs: 0 };
let sold = 0;
function sellBetween(): void {
  const sample = { items: [{ price: "80.00" }], person: { psnNo: `B${sold}` } };
  const begun = performance.now();
  valueOf(terminal.preview(requestOf("p", sample)));
  worst.previewMs = Math.max(worst.previewMs, performance.now() - begun);
  if (sold % 20 === 0) {
    const from = performance.now();
    valueOf(terminal.commit(requestOf(`b${sold}`, sample)));
    worst.commitMs = Math.max(worst.commitMs, performance.now() - from);
  }
  sold += 1;
  rssMost = Math.max(rssMost, process.memoryUsage.rss());
}

async function staged(file: string): Promise<{ readonly id: string; readonly stagedS: number }> {
  const from = performance.now();
  let lastTurn = performance.now();
  const watch = setInterval(() => {
    worst.turnMs = Math.max(worst.turnMs, performance.now() - lastTurn - 5);
    sellBetween();
    lastTurn = performance.now();
  }, 5);
  const { id } = valueOf(await stageMedium(terminal, file));
  clearInterval(watch);
  return { id, stagedS: (performance.now() - from) / 1000 };
}

async function applied(id: string): Promise<Readonly<Record<string, number | undefined>>> {
  valueOf(terminal.activateCatalogue(id, staff.supervisor));
  const steps: number[] = [];
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  const { promise, resolve: done, reject: failed } = Promise.withResolvers<void>();
  const loop = keepFacts(
    {
      applyDueRules: terminal.applyDueRules,
      stepCatalogue: (msMax) => {
        const begun = performance.now();
        const isMore = terminal.stepCatalogue(msMax);
        steps.push(performance.now() - begun);
        if (!isMore) done();
        return isMore;
      },
    },
    (error) => failed(error instanceof Error ? error : new Error("failed")),
  );
  // A cashier who comes now and then, as long as it takes.
  const selling = setInterval(sellBetween, 10_000);
  await promise.finally(() => {
    loop.stop();
    clearInterval(selling);
  });
  const appliedS = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpuFrom);
  steps.sort((one, other) => one - other);
  return {
    appliedS,
    cpuS: (user + system) / 1_000_000,
    steps: steps.length,
    stepP50Ms: steps[Math.floor(steps.length * 0.5)],
    stepP99Ms: steps[Math.floor(steps.length * 0.99)],
    stepWorstMs: steps.at(-1),
  };
}

for (const [rows, file] of [
  [items, whole],
  [changes, changed],
] as const) {
  const { id, stagedS } = await staged(file);
  const figures = { items, rows, stagedS, ...(await applied(id)), ...worst };
  process.stdout.write(`${JSON.stringify({ ...figures, rssGrowthMb: (rssMost - rssBefore) / 1048576 })}\n`);
}
terminal.close();
rmSync(dir, { recursive: true, force: true });
