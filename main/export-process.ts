// `onestop export` out of the bundle: the same command, with nothing of the others to be read first.

import { exportCommand } from "../src/cli/export-command.ts";
import { runOne } from "../src/cli/run-one.ts";
import { stopOnSignals } from "../src/cli/stop-on-signals.ts";
import { processIo } from "./process-io.ts";

const [, , , ...args] = process.argv;
process.exitCode = await runOne(exportCommand(stopOnSignals), args, processIo());
