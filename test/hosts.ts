import { networkNeeds } from "./network/network-needs.ts";
import { diskNeeds } from "./disk/disk-needs.ts";
import { pcscNeeds } from "./pcsc/pcsc-needs.ts";
import { postgresNeeds } from "./centre/postgres-server.ts";
import type { Tally } from "./tally.ts";
import { addTally, couldNotStart, nothingYet } from "./tally.ts";
import { runVitestSuite } from "./unit-suite.ts";

/** Tests of what a machine may not have. None keeps a core busy, so they run beside each other. */
const hosts = [
  { name: "disk", needs: diskNeeds, tests: ["test/disk/"] },
  { name: "pcsc", needs: pcscNeeds, tests: ["test/pcsc/"] },
  // A PostgreSQL server, beside the embedded one.
  { name: "centre", needs: postgresNeeds, tests: ["test/centre/", "test/cli/centre-command.test.ts"] },
  { name: "network", needs: networkNeeds, tests: ["test/network/"] },
] as const;

/** Where the tests of hosts are, for the suite that leaves them out. */
export const testsOfHosts: readonly string[] = hosts.flatMap(({ tests }) => [...tests]);

/** Runs what can run here; each that cannot is skipped and says why. */
export async function runHosts(root: string, stopped: AbortSignal): Promise<Tally> {
  const missing = hosts.map(({ name, needs, tests }) => ({ name, tests, reason: needs() }));
  let tally = nothingYet;
  for (const { name, reason } of missing) {
    if (reason === null) continue;
    tally = addTally(tally, couldNotStart(name, reason));
  }
  const tests = missing.flatMap(({ reason, tests: paths }) => (reason === null ? [...paths] : []));
  return tests.length === 0 ? tally : addTally(tally, await runVitestSuite(root, tests, stopped));
}
