// A child process that commits as fast as it can and says each commit aloud once it has it. It is killed from outside.

import { openTerminal } from "../../src/app/open-terminal.ts";
import { stormRequest } from "./storm-request.ts";
import { valueOf } from "./test-desk.ts";

const [dir = "", round = ""] = process.argv.slice(2);
const terminal = openTerminal({ dir, passphrase: null, clock: Date.now });
for (let at = 0; ; at += 1) {
  const done = valueOf(terminal.commit(stormRequest(round, at)));
  // Written whole before the next commit begins: what the parent has read was acknowledged.
  process.stdout.write(`${JSON.stringify({ at, id: done.settlementId, msgid: done.msgid })}\n`);
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
