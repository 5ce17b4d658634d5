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
import { meanOf, rounded, timesOf } from "./measure.ts";
import { plainBillOf, plainShiyan } from "./plain-shiyan.ts";
import { openZenPeer } from "./zen-peer.ts";

/** One measured figure against its limit. */
export interface Figure {
  readonly bench: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: "times" | "ms" | "MB";
  readonly ok: boolean;
  readonly about: Readonly<Record<string, number | string>>;
}

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
  const plain = (): unknown => plainShiyan(bill);
  const explained = (): unknown => settle(claim, facts, rules, { explain: true });
  const bare = (): unknown => settle(claim, facts, rules, { explain: false });
  for (const warm of [plain, explained, bare]) meanOf(1, 3000, warm);
  const base = meanOf(7, 5000, plain);
  const full = meanOf(7, 2000, explained);
  const short = meanOf(7, 2000, bare);
  const times = timesOf(10_000, explained);
  const about = { plainMicros: rounded(base) };
  yield figure("20 lines, explained / plain integers", full / base, 15, { ...about, micros: rounded(full) });
  yield figure("20 lines, not explained / plain integers", short / base, 10, { ...about, micros: rounded(short) });
  yield figure("20 lines, explained: p99 / p50", times.p99 / times.p50, 4, {
    p50Micros: rounded(times.p50),
    p99Micros: rounded(times.p99),
  });
}

async function againstZen(rules: RulesInForce): Promise<Figure> {
  const claim = claimOf(smallBill);
  const peer = await openZenPeer();
  if (peer === null) return figure("1 line / zen-engine: not installed", Number.NaN, 0.2, {});
  const expected = settle(claim, facts, rules, { explain: true });
  const theirs = await peer.settle();
  const mine = expected.ok ? resultJson(expected.settlement).split.basic : "";
  if (Number(mine) !== theirs) throw new Error(`zen-engine pays ${theirs}, the engine ${mine}`);
  const ours = (): unknown => settle(claim, facts, rules, { explain: true });
  meanOf(1, 5000, ours);
  const micros = meanOf(5, 5000, ours);
  const rounds: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const start = performance.now();
    for (let at = 0; at < 1000; at += 1) await peer.settle();
    rounds.push(performance.now() - start);
  }
  const zen = Math.min(...rounds);
  return figure("1 line, explained / zen-engine awaited", micros / zen, 1 / 5, {
    micros: rounded(micros),
    zenMicros: rounded(zen),
    timesFaster: rounded(zen / micros),
  });
}

/** The same bill under a pack with 100 versions of a rule: finding the right one must not cost. */
function withVersions(rules: RulesInForce): Figure {
  const claim = claimOf(smallBill);
  const loaded = loadPacks([manyVersions(shippedPackFiles(), 100)], null);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults[0]));
  const one = shippedBook(null);
  const many = loaded.book;
  const single = (): unknown => settle(claim, facts, one.rulesOn("shiyan", claim.serviceDate), { explain: false });
  const several = (): unknown => settle(claim, facts, many.rulesOn("shiyan", claim.serviceDate), { explain: false });
  for (const warm of [single, several]) meanOf(1, 5000, warm);
  const base = meanOf(9, 5000, single);
  const micros = meanOf(9, 5000, several);
  return figure("1 line, 100 versions of a rule / one version", micros / base, 1.2, {
    micros: rounded(micros),
    oneVersionMicros: rounded(base),
    pack: rules.id,
  });
}

function loading(): Figure {
  const files = shippedPackFiles();
  const demo = supplementFile("demo");
  const load = (): unknown => loadPacks(files, demo);
  load();
  const taken: number[] = [];
  for (let at = 0; at < 9; at += 1) taken.push(meanOf(1, 1, load) / 1000);
  const median = taken.toSorted((a, b) => a - b)[4] ?? 0;
  return { bench: "loading all packs and the demo supplement", value: rounded(median), limit: 50, unit: "ms", ok: median < 50, about: { packs: files.length } };
}

/** A million claims through the real command, which tells the most memory it ever held. */
async function streaming(): Promise<Figure> {
  const lines = 1_000_000;
  const program = fileURLToPath(new URL("../../../main/onestop.ts", import.meta.url));
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
  for (let at = 0; at < lines / 1000; at += 1) if (!child.stdin.write(block)) await once(child.stdin, "drain");
  child.stdin.end();
  await once(child, "close");
  const memory = Number(/"maxRssMb":(\d+)/.exec(stats)?.[1] ?? Number.NaN);
  const seconds = Number(/"seconds":([\d.]+)/.exec(stats)?.[1] ?? Number.NaN);
  const ok = memory < 300 && answers === lines;
  return { bench: "1,000,000 lines: most memory", value: memory, limit: 300, unit: "MB", ok, about: { answers, seconds } };
}

function figure(bench: string, value: number, limit: number, about: Figure["about"]): Figure {
  return { bench, value: rounded(value), limit, unit: "times", ok: value <= limit, about };
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
  for (const key of Object.keys(plain) as (keyof typeof plain)[]) {
    if (plain[key] !== split[key]) throw new Error(`${key}: plain ${plain[key]}, engine ${split[key]}`);
  }
}
