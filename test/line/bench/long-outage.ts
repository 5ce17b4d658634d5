// node test/line/bench/long-outage.ts [messages] [people]: sixty days without the centre, then all that was sold goes to it,
// with memory, rate and the preview of a cashier who goes on: alone, while the queue drains, and while the centre hangs.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";

import { keepSending } from "../../../src/app/send-loop.ts";
import { openSender } from "../../../src/app/sending.ts";
import { present } from "../../../src/base/assert.ts";
import { plainAdapter } from "../../../src/line/adapters/plain.ts";
import { openLine } from "../../../src/line/client.ts";
import { actor, morning, valueOf } from "../../app/test-desk.ts";
import type { Engine } from "../../line/desk-and-centre.ts";
import { claimOf, townspeople } from "../../simulate/people.ts";
import { makeTemplate, openBooks } from "../../simulate/town.ts";

const messages = Number(process.argv[2] ?? 100_000);
const people = Math.min(Number(process.argv[3] ?? 500), townspeople.length);
const outageMs = 60 * 86_400_000;
const mib = 1024 * 1024;
/** At fifty a second: some of the few seconds that a short queue takes to drain. */
const previewCount = 300;

const clock = { ms: morning };
const now = (): number => clock.ms;
const [here, there] = [makeTemplate("pharmacy", 1), makeTemplate("pharmacy", 90)];
const engine = openBooks(here.copy(), now);

function psnNoOf(at: number): string {
  return present(townspeople[at % people], "somebody").psnNo;
}

/** Without an account: its balance is not what this is about. */
function claimFor(at: number): Readonly<Record<string, unknown>> {
  const claim = claimOf(engine, { kind: "pharmacy", psnNo: psnNoOf(at), qty: 1, nowMs: clock.ms });
  return { ...claim, account: { use: false, balance: "0.00", family: [] } };
}

/** All in books at once: the disk of sixty days is not what this is about. */
function sellAll(): number {
  const started = performance.now();
  const perBatch = 200;
  for (let at = 0; at < messages; at += perBatch) {
    const batch = Array.from({ length: Math.min(perBatch, messages - at) }, (_one, nth) => () => {
      clock.ms += outageMs / messages;
      valueOf(
        engine.commit({
          claim: claimFor(at + nth),
          idempotencyKey: `sale ${at + nth}`,
          previewHash: null,
          msgid: null,
          tenders: [],
          actor,
        }),
      );
    });
    for (const one of engine.each(batch)) if (!one.ok) throw one.error;
  }
  return (performance.now() - started) / 1000;
}

/**
 * What nineteen of twenty previews took at the most: by the clock; before they began, for other work of the engine; and of
 * the processor, from being asked to being answered, which says it on a busy machine as well.
 */
interface Waits {
  readonly ms: number;
  readonly queuedMs: number;
  readonly cpuMs: number;
}

/** How long a cashier waits for previews, one every fiftieth of a second, whatever else the engine does. */
async function previews(count: number, goesOn = (): boolean => true): Promise<Waits> {
  const waits: number[] = [];
  const queued: number[] = [];
  const used: number[] = [];
  for (let at = 0; at < count && goesOn(); at += 1) {
    const claim = claimFor(at);
    await sleep(20);
    const asked = performance.now();
    const usedBefore = threadCpuMs();
    await setImmediate();
    queued.push(performance.now() - asked);
    valueOf(engine.preview({ claim: { ...claim, claimId: `preview ${at} ${asked}` } }));
    waits.push(performance.now() - asked);
    used.push(threadCpuMs() - usedBefore);
  }
  return { ms: p95(waits), queuedMs: p95(queued), cpuMs: p95(used) };
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function p95(all: readonly number[]): number {
  return all.toSorted((one, other) => one - other)[Math.floor(all.length * 0.95)] ?? 0;
}

function open(books: Engine): number {
  const { pending, sent, unknown } = books.openCount();
  return pending + sent + unknown;
}

engine.setLine(false);
const soldSeconds = sellAll();
console.log(JSON.stringify({ messages, people, soldSeconds: Math.round(soldSeconds), open: open(engine) }));
engine.setLine(true);
const alone = await previews(previewCount);

const child = spawn(
  process.execPath,
  [new URL("answering-centre.ts", import.meta.url).pathname, there.copy(), String(clock.ms)],
  { stdio: ["ignore", "pipe", "inherit"] },
);
try {
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const url = `http://127.0.0.1:${said.toString("utf8").trim()}`;
  const adapter = plainAdapter("");
  const client = openLine({ url, adapter, now: Date.now, answerMsMax: 2000 });
  let nudge = (): void => undefined;
  const sender = openSender({
    terminal: engine,
    client,
    adapter,
    now: Date.now,
    random: Math.random,
    tried: () => nudge(),
    isInUse: engine.isInUse,
    failed: (error) => {
      throw error;
    },
  });
  await fetch(`${url}/hang`);
  const loop = keepSending(sender, (error) => {
    throw error;
  });
  nudge = loop.nudge;
  const hanging = await previews(previewCount);
  console.log(JSON.stringify({ previewAlone: alone, previewHanging: hanging, ratio: hanging.ms / alone.ms }));
  await fetch(`${url}/answer`);
  sender.retryNow();
  nudge();
  const started = performance.now();
  const first = open(engine);
  // Only what is waited for while messages go: the first ones wait for the breaker.
  while (open(engine) === first) await sleep(20);
  const cashier = previews(previewCount, () => open(engine) > 0);
  const rss: number[] = [];
  for (let left = open(engine); left > 0; left = open(engine)) {
    rss.push(Math.round(process.memoryUsage().rss / mib));
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(JSON.stringify({ seconds, left, rssMib: rss.at(-1) }));
    await sleep(2000);
  }
  const perSecond = (first * 1000) / (performance.now() - started);
  const draining = await cashier;
  await loop.stop();
  client.close();
  const confirmed = messages - engine.findings(1000).length;
  console.log(
    JSON.stringify({
      perSecond: Math.round(perSecond),
      confirmed,
      rssMib: { first: rss[0], most: Math.max(...rss), last: rss.at(-1) },
      previewDraining: draining,
      ratio: draining.ms / alone.ms,
      cpuRatio: draining.cpuMs / alone.cpuMs,
    }),
  );
} finally {
  const gone = once(child, "close");
  child.kill("SIGTERM");
  await gone;
  engine.close();
  here.drop();
  there.drop();
}
