import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { UsageError } from "../../src/cli/command.ts";
import { serveCommand } from "../../src/cli/serve-command.ts";
import { stopOnSignals } from "../../src/cli/stop-on-signals.ts";
import { memoryTerminal } from "../gateway/memory-terminal.ts";

test("prints one line with address and token, serves, and ends when it is stopped", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "onestop-serve-"));
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const { promise: printed, resolve: print } = Promise.withResolvers<string>();
  const opened: string[] = [];
  const command = serveCommand(
    (dir) => {
      opened.push(dir);
      return memoryTerminal();
    },
    () => ({ stopped }),
  );
  const running = command.run(["--data", dataDir], ioOf(print));
  const { url, token } = JSON.parse(await printed) as { url: string; token: string };
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/rpc/institution`, { method: "POST", headers });
  expect(await answer.json()).toMatchObject({ ok: true });
  stop();
  expect(await running).toBe(0);
  expect(opened).toEqual([dataDir]);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
  rmSync(dataDir, { recursive: true });
});

test.each([[[]], [["--data", "x", "--port", "70000"]], [["--data", "x", "--host", "0.0.0.0"]]])(
  "%j is no way to serve",
  async (args) => {
    const command = serveCommand(() => memoryTerminal(), stopOnSignals);
    await expect(
      command.run(
        args,
        ioOf(() => undefined),
      ),
    ).rejects.toThrow(UsageError);
  },
);

function ioOf(print: (text: string) => void) {
  return {
    input: (async function* () {})(),
    write: async (text: string) => {
      await Promise.resolve();
      print(text);
    },
    log: () => undefined,
    tidy: () => undefined,
    today: "2023-03-01",
    devices: async () => (await import("../../main/devices.ts")).machineDevices,
  };
}
