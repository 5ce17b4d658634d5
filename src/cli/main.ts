import { benchCommand } from "./bench/bench-command.ts";
import { backupCommand, restoreCommand, verifyCommand } from "./books-commands.ts";
import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError } from "./command.ts";
import { demoCommand } from "./demo/demo-command.ts";
import { explainCommand } from "./explain-command.ts";
import { initCommand } from "./init-command.ts";
import { packsCommand } from "./packs-command.ts";
import { settleCommand } from "./settle-command.ts";

const commands: Readonly<Record<string, Command>> = {
  settle: settleCommand,
  packs: packsCommand,
  explain: explainCommand,
  init: initCommand,
  verify: verifyCommand,
  backup: backupCommand,
  restore: restoreCommand,
  demo: demoCommand,
  bench: benchCommand,
};

/** Runs one command of `onestop`; wrong words give the usage on stderr and 2. */
export async function runCommand(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...args] = argv;
  if (name === "--help" || name === "-h" || name === "help") {
    await io.write(usage());
    return 0;
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    io.log(name === undefined ? usage() : `没有命令 ${name}\n${usage()}`);
    return 2;
  }
  try {
    return await command.run(args, io);
  } catch (error) {
    if (!isUsage(error)) throw error;
    io.log(`${error.message}\n用法：onestop ${command.usage}\n`);
    return 2;
  }
}

function usage(): string {
  const rows = Object.values(commands).map(
    (command) => `  onestop ${command.usage}\n      ${command.does}\n`,
  );
  return `OneStop 医保一站式结算台\n\n${rows.join("")}`;
}

/** Our own complaints, and those of the argument parser. */
function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
