// Runs in a network namespace of its own (see `replies-dropped.test.ts`): a centre whose answers the packet filter drops
// while requests arrive, then none any more. Prints what desk and centre hold.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { openSender } from "../../src/app/sending.ts";
import { plainAdapter } from "../../src/line/adapters/plain.ts";
import { openLine } from "../../src/line/client.ts";
import { actor, morning, valueOf } from "../app/test-desk.ts";
import { claimOf, townspeople } from "../simulate/people.ts";
import { makeTemplate, openBooks } from "../simulate/town.ts";
import { disagreements } from "../simulate/agree.ts";

const sales = 6;
const roundsMax = 100;
const [here, there] = [makeTemplate("pharmacy", 1), makeTemplate("pharmacy", 90)];
const engine = openBooks(here.copy(), () => morning);
const centreDir = there.copy();
const child = spawn(
  process.execPath,
  [new URL("../line/bench/answering-centre.ts", import.meta.url).pathname, centreDir, String(morning)],
  { stdio: ["ignore", "pipe", "inherit"] },
);

function filter(action: "-A" | "-D", port: string): void {
  // Answers with something in them; the handshake goes through, so that requests do arrive.
  const rule = ["-p", "tcp", "--sport", port, "--tcp-flags", "PSH", "PSH", "-j", "DROP"];
  execFileSync("iptables", [action, "OUTPUT", ...rule]);
}

function droppedPackets(): number {
  const listed = execFileSync("iptables", ["-nvxL", "OUTPUT"], { encoding: "utf8" });
  return Number(/^\s*(\d+)\s+\d+\s+DROP/m.exec(listed)?.[1] ?? 0);
}

try {
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const port = said.toString("utf8").trim();
  const adapter = plainAdapter("");
  const client = openLine({
    url: `http://127.0.0.1:${port}`,
    adapter,
    now: Date.now,
    answerMsMax: 500,
    connectMsMax: 1000,
  });
  const sender = openSender({ terminal: engine, client, adapter, now: Date.now, random: () => 0 });
  const drain = async (rounds: number): Promise<void> => {
    for (let round = 0; round < rounds && engine.unsent(1).length > 0; round += 1) {
      sender.retryNow();
      sender.pump();
      await sender.idle();
      await sleep(10);
    }
  };
  const sell = (customer: number): void => {
    const psnNo = townspeople[customer]?.psnNo ?? "";
    const claim = claimOf(engine, { kind: "pharmacy", psnNo, qty: 9, nowMs: morning });
    const about = { previewHash: null, msgid: null, tenders: [], actor };
    valueOf(engine.commit({ ...about, claim, idempotencyKey: `sale ${customer}` }));
  };
  // Signed in while all is well: it is the sale whose answer is lost.
  sell(0);
  await drain(roundsMax);
  for (let customer = 1; customer < sales; customer += 1) sell(customer);
  filter("-A", port);
  await drain(2);
  const unknownMeanwhile = engine.openCount().unknown;
  const dropped = droppedPackets();
  filter("-D", port);
  await drain(roundsMax);
  client.close();
  const gone = once(child, "close");
  child.kill("SIGTERM");
  await gone;
  const centre = openBooks(centreDir, () => morning);
  const own = Array.from({ length: sales }, (_one, at) => at);
  const faults = disagreements({ desks: [{ engine, own }], centre, shared: [], mayUndo: false });
  const everyDay = { from: "2000-01-01", to: "2099-12-31" };
  const count = (books: typeof engine): number => books.entries(everyDay).length;
  console.log(
    JSON.stringify({ dropped, unknownMeanwhile, here: count(engine), there: count(centre), faults }),
  );
  centre.close();
} finally {
  if (child.exitCode === null) child.kill("SIGKILL");
  engine.close();
  here.drop();
  there.drop();
}
