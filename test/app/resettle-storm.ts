// A child process that sells for cash and settles at once, as fast as it can, and says each one aloud. It is killed from
// outside.

import { openTerminal } from "../../src/app/open-terminal.ts";
import { stormCash, stormResettle } from "./resettle-requests.ts";
import { valueOf } from "./test-desk.ts";

const [dir = "", round = ""] = process.argv.slice(2);
const terminal = openTerminal({ dir, passphrase: null, clock: Date.now });
for (let at = 0; ; at += 1) {
  const request = stormCash(round, at);
  terminal.keepBill({ desk: request.actor.desk, id: request.billId ?? "", content: at });
  const sale = valueOf(terminal.commitCash(request));
  const code = sale.resettleCode ?? "";
  const { settled } = valueOf(terminal.resettle(stormResettle(round, at, code)));
  process.stdout.write(`${JSON.stringify({ at, id: settled.settlementId, code })}\n`);
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
