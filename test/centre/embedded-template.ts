import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openDatabase } from "../../src/centre/store/open-database.ts";

/** Where the processes of one run find what the first of them made. */
const place = "ONESTOP_TEST_TEMPLATES";

/** Vitest's, before the first file of a run. */
export function setup(): void {
  process.env[place] = mkdtempSync(join(tmpdir(), "onestop-templates-"));
}

/** Vitest's, after the last one. */
export function teardown(): void {
  rmSync(process.env[place] ?? "", { recursive: true, force: true });
}

/**
 * Lays empty books of an embedded centre in a directory, so that opening them is opening, not making: making a PostgreSQL takes
 * three seconds. Outside of a run of tests nothing is laid, and the centre makes its own.
 *
 * @returns that directory
 */
export async function layEmbedded(dataDir: string): Promise<string> {
  const shared = process.env[place];
  if (shared === undefined) return dataDir;
  const template = join(shared, "centre.pg");
  if (!existsSync(template)) await makeTemplate(shared, template);
  cpSync(template, join(dataDir, "centre.pg"), { recursive: true });
  return dataDir;
}

async function makeTemplate(shared: string, template: string): Promise<void> {
  const own = mkdtempSync(join(shared, "making-"));
  const db = await openDatabase(own, null);
  await db.destroy();
  try {
    renameSync(join(own, "centre.pg"), template);
  } catch (error) {
    // Another process was first: theirs is as good.
    if (!existsSync(template)) throw error;
  }
}
