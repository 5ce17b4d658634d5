import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { stormRequest } from "./storm-request.ts";
import { createBooks, temporaryDir, valueOf } from "./test-desk.ts";

const storm = fileURLToPath(new URL("commit-storm.ts", import.meta.url));
const holder = fileURLToPath(new URL("hold-lock.ts", import.meta.url));

/** Rounds of kill -9; ONESTOP_KILL_ROUNDS asks for more. */
const rounds = Number(process.env["ONESTOP_KILL_ROUNDS"] ?? 30);

interface Acknowledged {
  readonly at: number;
  readonly id: string;
  readonly msgid: string;
}

/** Lets a child commit until it has said so `enough` times, kills it, and gives what it had said. */
async function stormUntilKilled(dir: string, round: number, enough: number): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [storm, dir, String(round)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (chunk: string) => {
    text += chunk;
    if (text.split("\n").length > enough) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Acknowledged);
}

test("kill -9 in a storm of commits loses nothing acknowledged and halves nothing", async () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  createBooks(dir);
  let acknowledged = 0;
  let unheard = 0;
  for (let round = 0; round < rounds; round += 1) {
    const heard = await stormUntilKilled(dir, round, 1 + ((round * 7) % 23));
    acknowledged += heard.length;
    const terminal = openTerminal({ dir, passphrase: null, clock: Date.now });
    const before = terminal.settlementsOf({ psnNo: null, day: null, limit: 1 })[0]?.number ?? 0;
    for (const { at, id, msgid } of heard) {
      const again = valueOf(terminal.commit(stormRequest(String(round), at)));
      expect(again).toMatchObject({ settlementId: id, msgid });
    }
    expect(terminal.settlementsOf({ psnNo: null, day: null, limit: 1 })[0]?.number).toBe(before);
    unheard += before - acknowledged - unheard;
    const look = round === rounds - 1 || round % 10 === 0;
    expect(look ? [...terminal.verify()] : []).toEqual([]);
    terminal.close();
  }
  console.log(`kill -9: ${rounds} rounds, ${acknowledged} acknowledged, ${unheard} written but not heard`);
}, 600_000);

test("a second engine is refused with pid and host of the first; kill -9 frees the lock", async () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  createBooks(dir);
  const child = spawn(process.execPath, [holder, dir], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  const open = (): void => openTerminal({ dir, passphrase: null, clock: Date.now }).close();
  expect(open).toThrow(`进程 ${child.pid}，主机 ${hostname()}`);
  child.kill("SIGKILL");
  await once(child, "close");
  expect(open).not.toThrow();
});
