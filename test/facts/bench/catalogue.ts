// A whole catalogue is received and taken into use while previews go on: node test/facts/bench/catalogue.ts [items]

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

function writeFile(): string {
  const file = join(dir, "catalogue.txt");
  const text = writeCatalogue(Array.from({ length: items }, (_, at) => entryOf(at)));
  const sha256 = createHash("sha256").update(text).digest("hex");
  const notice = signer.catalogueNotice({ infno: "1301", since: 0, version: 1, rows: items, sha256 });
  writeFileSync(file, `${writeMediumLine(notice)}${text}`);
  return file;
}

const file = writeFile();
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

const stagedFrom = performance.now();
let lastTurn = performance.now();
const watch = setInterval(() => {
  worst.turnMs = Math.max(worst.turnMs, performance.now() - lastTurn - 5);
  sellBetween();
  lastTurn = performance.now();
}, 5);
const staged = valueOf(await stageMedium(terminal, file));
const stagedMs = performance.now() - stagedFrom;
clearInterval(watch);

valueOf(terminal.activateCatalogue(staged.id, staff.supervisor));
const steps: number[] = [];
const appliedFrom = performance.now();
const { promise: applied, resolve: done, reject: failed } = Promise.withResolvers<void>();
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
await applied.finally(() => {
  loop.stop();
  clearInterval(selling);
});
const appliedMs = performance.now() - appliedFrom;
steps.sort((one, other) => one - other);
const figures = {
  items,
  stagedS: stagedMs / 1000,
  appliedS: appliedMs / 1000,
  steps: steps.length,
  stepP50Ms: steps[Math.floor(steps.length * 0.5)],
  stepP99Ms: steps[Math.floor(steps.length * 0.99)],
  stepWorstMs: steps.at(-1),
  ...worst,
  rssGrowthMb: (rssMost - rssBefore) / 1048576,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
terminal.close();
rmSync(dir, { recursive: true, force: true });
