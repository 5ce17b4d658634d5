import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { PGlite } from "@electric-sql/pglite";
import type { Transaction } from "kysely";
import { Kysely, PGliteDialect, PostgresDialect, sql } from "kysely";
import type { PoolClient } from "pg";
import { Pool, TypeOverrides } from "pg";

import { keepingPlans } from "./kept-plans.ts";
import { migration1 } from "./migration-1.ts";
import { migration2 } from "./migration-2.ts";
import { migration3 } from "./migration-3.ts";
import { migration4 } from "./migration-4.ts";
import { migration5 } from "./migration-5.ts";
import type { Tables } from "./tables.ts";

/** The centre's books: the same SQL on the embedded PostgreSQL and on a server. */
export type Database = Kysely<Tables>;
/** One transaction of them. */
export type Work = Transaction<Tables>;

/** Numbered from 1; one that has shipped is never edited. */
const migrations: readonly (readonly string[])[] = [
  migration1,
  migration2,
  migration3,
  migration4,
  migration5,
];

/** PostgreSQL's number for int8: fen and counts, which are safe integers here. */
const int8 = 20;
/** More would only wait for the same cores. */
const connectionsMax = 8;
/** By which centres that start at once on one server bring the books up one after the other. */
const migrationLock = 420_301;

/**
 * Opens the books and brings them to the newest version.
 *
 * @param url  of a PostgreSQL server; null: an embedded one in the data directory, which does not flush to the disk and
 *             so is for training and acceptance
 */
export async function openDatabase(dataDir: string, url: string | null): Promise<Database> {
  const db = new Kysely<Tables>({ dialect: url === null ? await embedded(dataDir) : server(url) });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return db;
}

async function embedded(dataDir: string): Promise<PGliteDialect> {
  const dir = join(dataDir, "centre.pg");
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return new PGliteDialect({ pglite: await PGlite.create(dir, { parsers: { [int8]: wholeNumber } }) });
}

function server(url: string): PostgresDialect {
  const types = new TypeOverrides();
  types.setTypeParser(int8, wholeNumber);
  const pool = new Pool({ connectionString: url, max: connectionsMax, types });
  // A connection that breaks while idle is replaced; without a listener it would end the process.
  pool.on("error", () => undefined);
  const known = new WeakMap<PoolClient, PoolClient>();
  return new PostgresDialect({
    pool: {
      connect: async () => {
        const client = await pool.connect();
        const keeping = known.get(client) ?? keepingPlans(client);
        known.set(client, keeping);
        return keeping;
      },
      end: async () => await pool.end(),
      options: pool.options,
    },
  });
}

/** @throws Error when a number of the books is beyond what is exact */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error("a number of the books is too large to be exact");
  return value;
}

async function migrate(db: Database): Promise<void> {
  await db.transaction().execute(async (work) => {
    await sql`SELECT pg_advisory_xact_lock(${migrationLock})`.execute(work);
    await sql`CREATE TABLE IF NOT EXISTS schema_versions (version integer PRIMARY KEY)`.execute(work);
    const found = await sql<{
      version: number | null;
    }>`SELECT max(version) AS version FROM schema_versions`.execute(work);
    const held = found.rows[0]?.version ?? 0;
    if (held > migrations.length) throw new Error("the books are those of a newer centre");
    for (const [at, statements] of migrations.entries()) {
      if (at < held) continue;
      for (const statement of statements) await sql.raw(statement).execute(work);
      await sql`INSERT INTO schema_versions (version) VALUES (${at + 1})`.execute(work);
    }
  });
}
