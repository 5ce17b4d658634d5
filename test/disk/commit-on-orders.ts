// A child process that does what its parent says, a line a command, and answers each with one line of JSON.

import { once } from "node:events";
import { createInterface } from "node:readline";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { requestOf } from "../app/test-desk.ts";

const [dir = ""] = process.argv.slice(2);

/** What a verb came to: its answer, the code of a refusal, or that of a fault. */
function outcomeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { fault: error.code, message: error.message };
  }
}

function open(): { terminal: ReturnType<typeof openTerminal> } | { fault: string; message: string } {
  try {
    return { terminal: openTerminal({ dir, passphrase: null, clock: Date.now }) };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { fault: error.code, message: error.message };
  }
}

const opened = open();
process.stdout.write(`${JSON.stringify("terminal" in opened ? { open: true } : opened)}\n`);
if (!("terminal" in opened)) process.exit(0);
const { terminal } = opened;

function run(command: string, key: string): unknown {
  switch (command) {
    case "commit": {
      const done = terminal.commit(requestOf(key, { items: [{ price: "10.00" }] }));
      return done.ok ? { id: done.value.settlementId, number: done.value.number } : done.refusal.code;
    }
    case "keep":
      terminal.keepState("test", key, "x".repeat(100_000));
      return { kept: true };
    case "preview":
      return { previewed: terminal.preview(requestOf(key, {})).ok };
    case "numbers":
      return terminal
        .settlementsOf({ psnNo: null, day: null, limit: 10_000 })
        .map((one) => one.number)
        .toReversed();
    case "verify":
      return [...terminal.verify()];
    case "backup":
      terminal.backup(key);
      return { done: true };
    default:
      throw new Error(`no command ${command}`);
  }
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const [command = "", ...key] = line.split(" ");
  process.stdout.write(`${JSON.stringify(outcomeOf(() => run(command, key.join(" "))))}\n`);
});
await once(lines, "close");
terminal.close();
