import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { present } from "../../base/assert.ts";
import { loadPacks } from "../../rules/pack-book.ts";
import type { RulesInForce } from "../../rules/rules-in-force.ts";
import type { Claim } from "../../settle/claim.ts";
import { parseClaim } from "../../settle/claim.ts";
import { resultJson } from "../../settle/result.ts";
import { settle } from "../../settle/settle.ts";
import { shippedBook, shippedPackFiles, supplementFile } from "../pack-files.ts";
import { bigBill, manyVersions, smallBill } from "./bills.ts";
import type { Figure } from "./figure.ts";
import { atMost } from "./figure.ts";
import { compare, meanOf, median, rounded, timesOf } from "./measure.ts";
import { plainBillOf, plainShiyan } from "./plain-shiyan.ts";
import { openZenPeer } from "./zen-peer.ts";

const facts = { before: () => 0 };

/** Measures the settlement core; the order matters little, each ratio is taken within one stretch of the run. */
export async function* benchSettle(log: (text: string) => void): AsyncGenerator<Figure> {
  const book = shippedBook(null);
  const claim = claimOf(bigBill);
  const rules = present(book.rulesOn("shiyan", claim.serviceDate), "shiyan");
  assertSame(claim, rules);
  log("settle: 20-line bill against plain integers\n");
  yield* againstPlain(claim, rules);
  log("settle: one-line bill against zen-engine\n");
  yield await againstZen(rules);
  log("settle: many versions of a rule\n");
  yield withVersions(rules);
  log("packs: loading\n");
  yield loading();
  log("settle: 1,000,000 lines through the command (about two minutes)\n");
  yield await streaming();
}

function* againstPlain(claim: Claim, rules: RulesInForce): Generator<Figure> {
  const bill = plainBillOf(claim);
  const explained = (): unknown => settle(claim, facts, rules, { explain: true });
  const bare = (): unknown => settle(claim, facts, rules, { explain: false });
  const { ratios, micros } = compare(25, 1000, [() => plainShiyan(bill), explained, bare]);
  const [full = Number.NaN, short = Number.NaN] = ratios;
  const [plainMicros = 0, fullMicros = 0, shortMicros = 0] = micros.map(rounded);
  yield figure("20 lines, explained / plain integers", full, 15, { plainMicros, micros: fullMicros });
  yield figure("20 lines, not explained / plain integers", short, 10, { plainMicros, micros: shortMicros });
  const batches = Array.from({ length: 9 }, () => timesOf(3000, explained));
  const spread = median(batches.map((times) => times.p99 / times.p50));
  yield figure("20 lines, explained: p99 / p50", spread, 4, {
    p50Micros: rounded(median(batches.map((times) => times.p50))),
    p99Micros: rounded(median(batches.map((times) => times.p99))),
  });
}

async function againstZen(rules: RulesInForce): Promise<Figure> {
  const name = "1 line, explained / zen-engine awaited";
  const claim = claimOf(smallBill);
  const peer = await openZenPeer();
  if (peer === null) return figure(`${name}: not installed`, Number.NaN, 0.2, {});
  const expected = settle(claim, facts, rules, { explain: true });
  const theirs = await peer.settle();
  const mine = expected.ok ? resultJson(expected.settlement).split.basic : "";
  if (Number(mine) !== theirs) throw new Error(`zen-engine pays ${theirs}, the engine ${mine}`);
  const ours = (): unknown => settle(claim, facts, rules, { explain: true });
  meanOf(5000, ours);
  const rounds: { ratio: number; micros: number; zenMicros: number }[] = [];
  for (let round = 0; round < 15; round += 1) {
    const micros = meanOf(2000, ours);
    const start = performance.now();
    for (let at = 0; at < 500; at += 1) await peer.settle();
    const zenMicros = ((performance.now() - start) * 1000) / 500;
    rounds.push({ ratio: micros / zenMicros, micros, zenMicros });
  }
  const ratio = median(rounds.map((one) => one.ratio));
  return figure(name, ratio, 1 / 5, {
    micros: rounded(median(rounds.map((one) => one.micros))),
    zenMicros: rounded(median(rounds.map((one) => one.zenMicros))),
    timesFaster: rounded(1 / ratio),
  });
}

/** The same bill under a pack with 100 versions of a rule: finding the right one must not cost. */
function withVersions(rules: RulesInForce): Figure {
  const claim = claimOf(smallBill);
  const loaded = loadPacks([manyVersions(shippedPackFiles(), 100)], null);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults[0]));
  const one = shippedBook(null);
  const many = loaded.book;
  const single = (): unknown =>
    settle(claim, facts, one.rulesOn("shiyan", claim.serviceDate), { explain: false });
  const several = (): unknown =>
    settle(claim, facts, many.rulesOn("shiyan", claim.serviceDate), { explain: false });
  const { ratios, micros } = compare(25, 2000, [single, several]);
  const [oneVersionMicros = 0, manyMicros = 0] = micros.map(rounded);
  const about = { micros: manyMicros, oneVersionMicros, pack: rules.id };
  return figure("1 line, 100 versions of a rule / one version", ratios[0] ?? Number.NaN, 1.2, about);
}

function loading(): Figure {
  const files = shippedPackFiles();
  const demo = supplementFile("demo");
  const first = meanOf(1, () => loadPacks(files, demo)) / 1000;
  const middle = median(Array.from({ length: 15 }, () => meanOf(1, () => loadPacks(files, demo)) / 1000));
  const about = { packs: files.length, firstMs: rounded(first) };
  return atMost("loading all packs and the demo supplement", [middle, 50], "ms", about);
}

/** A million claims through the real command, which tells the most memory it ever held. */
async function streaming(): Promise<Figure> {
  const lines = 1_000_000;
  const program = fileURLToPath(new URL("../../../main/onestop.js", import.meta.url));
  const child = spawn(process.execPath, [program, "settle", "--no-steps", "--stats"], { stdio: "pipe" });
  let answers = 0;
  let stats = "";
  child.stdout.on("data", (chunk: Buffer) => {
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) answers += 1;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stats += chunk.toString("utf8");
  });
  const block = `${JSON.stringify(smallBill)}\n`.repeat(1000);
  for (let at = 0; at < lines / 1000; at += 1)
    if (!child.stdin.write(block)) await once(child.stdin, "drain");
  child.stdin.end();
  await once(child, "close");
  const memory = Number(/"maxRssMb":(\d+)/.exec(stats)?.[1] ?? Number.NaN);
  const seconds = Number(/"seconds":([\d.]+)/.exec(stats)?.[1] ?? Number.NaN);
  const ok = memory < 300 && answers === lines;
  return {
    bench: "1,000,000 lines: most memory",
    value: memory,
    limit: 300,
    unit: "MB",
    ok,
    about: { answers, seconds },
  };
}

function figure(bench: string, value: number, limit: number, about: Figure["about"]): Figure {
  return atMost(bench, [value, limit], "times", about);
}

function claimOf(json: unknown): Claim {
  const parsed = parseClaim(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults[0]));
  return parsed.claim;
}

/** The ratio means nothing when the two do not compute the same. */
function assertSame(claim: Claim, rules: RulesInForce): void {
  const engine = settle(claim, facts, rules, { explain: false });
  if (!engine.ok) throw new Error(engine.refusal.message);
  const { split } = engine.settlement;
  const plain = plainShiyan(plainBillOf(claim));
  for (const key of ["total", "inScope", "deductible", "basic", "personal", "account", "cash"] as const) {
    if (plain[key] !== split[key]) throw new Error(`${key}: plain ${plain[key]}, engine ${split[key]}`);
  }
}
