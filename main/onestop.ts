import { runCommand } from "../src/cli/main.ts";
import { processIo } from "./process-io.ts";

process.exitCode = await runCommand(process.argv.slice(2), processIo());
