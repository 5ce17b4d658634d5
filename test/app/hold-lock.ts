// A child process that opens a directory, says so, and waits.

import { once } from "node:events";

import { openTerminal } from "../../src/app/open-terminal.ts";

const [dir = ""] = process.argv.slice(2);
openTerminal({ dir, passphrase: null, clock: Date.now });
process.stdout.write("open\n");
await once(process.stdin.resume(), "end");
process.exit(0);
