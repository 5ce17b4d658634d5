import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { createBooks, temporaryDir } from "./test-desk.ts";

const holder = fileURLToPath(new URL("hold-lock.ts", import.meta.url));

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
