// `onestop serve` out of the bundle: the same command, with nothing of the others to be read first.

import { runOne } from "../src/cli/run-one.ts";
import { openBooks, serveCommand } from "../src/cli/serve-command.ts";
import { stopOnSignals } from "../src/cli/stop-on-signals.ts";
import { processIo } from "./process-io.ts";

const [, , , ...args] = process.argv;
process.exitCode = await runOne(serveCommand(openBooks, stopOnSignals), args, processIo());
