import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import { demoTown } from "../../src/app/demo-town.ts";
import { recoverKeys } from "../../src/app/keys.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { receivePerson } from "../../src/app/people.ts";
import { createBooks, requestOf, temporaryDir, valueOf } from "./test-desk.ts";

const storm = fileURLToPath(new URL("rotation-storm.ts", import.meta.url));
const rounds = 9;
/** More rotations than a child ever gets to before it is killed. */
const rotationsMax = 25;

/** Lets a child rotate until it has said so, then lets some share of the next rotation pass and kills it. */
async function rotateUntilKilled(dir: string, share: number): Promise<number> {
  const child = spawn(process.execPath, [storm, dir, String(rotationsMax)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let lines = 0;
  let lastMs = Date.now();
  let rotationMs = 0;
  const { promise: twice, resolve } = Promise.withResolvers<void>();
  child.stdout.on("data", () => {
    lines += 1;
    rotationMs = Date.now() - lastMs;
    lastMs = Date.now();
    if (lines === 2) resolve();
  });
  const closed = once(child, "close");
  await twice;
  await wait(share * rotationMs);
  child.kill("SIGKILL");
  await closed;
  return lines;
}

test("kill -9 at any step of a rotation leaves books that open, verify and recover", async () => {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const town = demoTown().people.slice(100, 160);
  const recoveryKey = createBooks(dir, {
    moveIn: (ground) => {
      for (const one of town) receivePerson(ground, one);
    },
  });
  const options = { dir, passphrase: null, clock: Date.now };
  const [someone] = town;
  let told = 0;
  for (let round = 0; round < rounds; round += 1) {
    told += await rotateUntilKilled(dir, round / rounds);
    // What the child left, seen by who has only the paper: the recovery file is never behind the books.
    const copy = join(dir, `copy${round}`);
    mkdirSync(copy);
    for (const file of ["onestop.db", "onestop.db-wal", "onestop.recovery", "outbox.key"])
      copyIfThere(join(dir, file), join(copy, file));
    recoverKeys({ ...options, dir: copy }, recoveryKey ?? "");
    for (const where of [copy, dir]) {
      const terminal = openTerminal({ ...options, dir: where });
      expect(valueOf(terminal.personByNo(someone?.psnNo ?? "")).name).toBe(someone?.name);
      const key = `round ${round}`;
      valueOf(terminal.commit(requestOf(key, { person: { psnNo: someone?.psnNo ?? "" } })));
      expect([...terminal.verify()]).toEqual([]);
      expect(terminal.unsent(1).map(({ number }) => number)).toEqual([1]);
      terminal.close();
    }
  }
  console.log(`kill -9 while rotating: ${rounds} rounds, ${told} rotations told of`);
  expect(told).toBeGreaterThanOrEqual(2 * rounds);
}, 240_000);

function copyIfThere(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
