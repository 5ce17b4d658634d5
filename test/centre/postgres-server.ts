import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A PostgreSQL server of our own, gone with the test. */
export interface PostgresServer {
  readonly url: string;
  /** Of the process that all of its others come from. */
  readonly pid: number;
  /** Ends it, whoever is still connected. */
  readonly stop: () => Promise<void>;
}

const versionsDir = "/usr/lib/postgresql";

function binDir(): string | null {
  const versions = existsSync(versionsDir) ? readdirSync(versionsDir).toSorted() : [];
  const bin = versions.map((version) => join(versionsDir, version, "bin")).at(-1) ?? null;
  return bin !== null && existsSync(join(bin, "initdb")) ? bin : null;
}

/** What is missing for a server of our own; null when nothing is. */
export function postgresNeeds(): string | null {
  if (binDir() === null) return "PostgreSQL's server programs (postgresql-15)";
  const isRoot = process.getuid?.() === 0;
  const canRun = !isRoot || spawnSync("runuser", ["-u", "postgres", "--", "true"]).status === 0;
  return canRun ? null : "a user postgres to run the server as";
}

/** A server does not run as root: then as its own user. */
function asServer(command: string, args: readonly string[]): readonly [string, readonly string[]] {
  return process.getuid?.() === 0 ? ["runuser", ["-u", "postgres", "--", command, ...args]] : [command, args];
}

/** Starts a server on a socket in a directory of its own; nobody else can reach it. */
export async function startPostgres(): Promise<PostgresServer> {
  const lacks = postgresNeeds();
  if (lacks !== null) throw new Error(`this test needs ${lacks}`);
  const bin = binDir() ?? "";
  const dir = mkdtempSync(join(tmpdir(), "onestop-pg-"));
  chmodSync(dir, 0o711);
  if (process.getuid?.() === 0) execFileSync("chown", ["postgres", dir]);
  const data = join(dir, "data");
  const [init, initArgs] = asServer(join(bin, "initdb"), [
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--no-locale",
    "--no-sync",
  ]);
  execFileSync(init, initArgs, { stdio: "ignore", cwd: "/" });
  const [command, args] = asServer(join(bin, "postgres"), ["-D", data, "-k", dir, "-c", "listen_addresses="]);
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], cwd: "/" });
  const closed = once(child, "close");
  await isReady(child.stderr);
  child.stderr.resume();
  // Between us and the server there may be runuser, which keeps an interrupt to itself.
  const pid = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  return {
    url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(dir)}`,
    pid,
    stop: async () => {
      process.kill(pid, "SIGINT");
      await closed;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function isReady(stderr: AsyncIterable<Uint8Array>): Promise<void> {
  let said = "";
  for await (const chunk of stderr) {
    said += Buffer.from(chunk).toString("utf8");
    if (said.includes("ready to accept connections")) return;
  }
  throw new Error(`the server ended: ${said.slice(-500)}`);
}
