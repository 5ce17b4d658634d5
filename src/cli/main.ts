import type { Command, ExitCode, Io } from "./command.ts";
import { runOne } from "./run-one.ts";

/** Each command with what it needs is read when it is asked for: settling claims needs no database and no server. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  settle: async () => (await import("./settle-command.ts")).settleCommand,
  packs: async () => (await import("./packs-command.ts")).packsCommand,
  explain: async () => (await import("./explain-command.ts")).explainCommand,
  init: async () => (await import("./init-command.ts")).initCommand,
  setup: async () => {
    const { stopOnSignals } = await import("./stop-on-signals.ts");
    return (await import("./setup-command.ts")).setupCommand(stopOnSignals);
  },
  serve: async () => {
    const { openBooks, serveCommand } = await import("./serve-command.ts");
    const { stopOnSignals } = await import("./stop-on-signals.ts");
    return serveCommand(openBooks, stopOnSignals);
  },
  screens: async () => (await import("./screens-command.ts")).screensCommand,
  centre: async () => {
    const { centreCommand } = await import("./centre-command.ts");
    const { stopOnSignals } = await import("./stop-on-signals.ts");
    return centreCommand(stopOnSignals);
  },
  verify: async () => (await import("./books-commands.ts")).verifyCommand,
  close: async () => (await import("./close-command.ts")).closeCommand,
  export: async () => {
    const { stopOnSignals } = await import("./stop-on-signals.ts");
    return (await import("./export-command.ts")).exportCommand(stopOnSignals);
  },
  backup: async () => (await import("./books-commands.ts")).backupCommand,
  restore: async () => (await import("./books-commands.ts")).restoreCommand,
  keys: async () => (await import("./keys-command.ts")).keysCommand,
  salvage: async () => (await import("./salvage-command.ts")).salvageCommand,
  rules: async () => {
    const { openBooks } = await import("./serve-command.ts");
    return (await import("./rules-command.ts")).rulesCommand(openBooks);
  },
  devices: async () => {
    const { stopOnSignals } = await import("./stop-on-signals.ts");
    return (await import("./devices-command.ts")).devicesCommand(stopOnSignals);
  },
  demo: async () => (await import("./demo/demo-command.ts")).demoCommand,
  bench: async () => (await import("./bench/bench-command.ts")).benchCommand,
};

/** Runs one command of `onestop`; wrong words give the usage on stderr and 2. */
export async function runCommand(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...args] = argv;
  if (name === "--help" || name === "-h" || name === "help") {
    await io.write(await usage());
    return 0;
  }
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    io.log(name === undefined ? await usage() : `没有命令 ${name}\n${await usage()}`);
    return 2;
  }
  return await runOne(await load(), args, io);
}

async function usage(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map(async (load) => await load()));
  const rows = all.map((command) => `  onestop ${command.usage}\n      ${command.does}\n`);
  return `OneStop 医保一站式结算台\n\n${rows.join("")}`;
}
