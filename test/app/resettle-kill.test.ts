import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { stormResettle } from "./resettle-requests.ts";
import { actor, createBooks, temporaryDir, valueOf } from "./test-desk.ts";

const storm = fileURLToPath(new URL("resettle-storm.ts", import.meta.url));
const rounds = 4;

interface Heard {
  readonly at: number;
  readonly id: string;
  readonly code: string;
}

async function stormUntilKilled(dir: string, round: number): Promise<Heard[]> {
  const child = spawn(process.execPath, [storm, dir, String(round)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (chunk: string) => {
    text += chunk;
    if (text.split("\n").length > 2 + 3 * round) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Heard);
}

test("kill -9 while cash sales are settled: each is settled whole or waits whole, none twice, no bill lost", async () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  createBooks(dir);
  let soldBefore = 0;
  for (let round = 0; round < rounds; round += 1) {
    const heard = await stormUntilKilled(dir, round);
    expect(heard.length).toBeGreaterThan(0);
    const terminal = openTerminal({ dir, passphrase: null, clock: Date.now });
    for (const { at, id, code } of heard) {
      const again = valueOf(terminal.resettle(stormResettle(String(round), at, code)));
      expect(again.settled.settlementId).toBe(id);
    }
    // A bill that was kept is open or sold, never both and never neither.
    const open = terminal.openBills(actor.desk).map(({ content }) => Number(content));
    const all = terminal.settlementsOf({ psnNo: null, day: null, limit: 1000 });
    const inRound = all.filter(({ mode, kind }) => mode === "cash" && kind === "sale").length - soldBefore;
    expect(open.length).toBeLessThanOrEqual(1);
    for (const at of open) expect(at).toBe(inRound);
    for (const at of open) terminal.dropBill({ desk: actor.desk, id: String(at) });
    soldBefore += inRound;
    const taken = all.filter(({ mode, kind }) => mode === "cash" && kind === "reversal");
    expect(all.filter(({ mode }) => mode === "insured")).toHaveLength(taken.length);
    expect([...terminal.verify()]).toEqual([]);
    terminal.close();
  }
}, 120_000);
