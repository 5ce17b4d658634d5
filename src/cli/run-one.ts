import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError } from "./command.ts";

/** Runs a command with its words; wrong ones give its usage on stderr and 2. */
export async function runOne(command: Command, args: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await command.run(args, io);
  } catch (error) {
    if (!isUsage(error)) throw error;
    io.log(`${error.message}\n用法：onestop ${command.usage}\n`);
    return 2;
  }
}

/** Our own complaints, and those of the argument parser. */
function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
