import { keptDays } from "../../gateway/housekeeping.ts";
import type { Database } from "./open-database.ts";

const dayMs = 86_400_000;

/**
 * Drops what flows have kept and nobody will ask for again. Numbers of messages stay: that one has been used is never
 * forgotten.
 *
 * @returns how many
 */
export async function pruneStates(db: Database, nowMs: number): Promise<number> {
  let dropped = 0;
  for (const [kind, days] of Object.entries(keptDays)) {
    const { numDeletedRows } = await db
      .deleteFrom("flow_state")
      .where("kind", "=", kind)
      .where("kept_at", "<", nowMs - days * dayMs)
      .executeTakeFirst();
    dropped += Number(numDeletedRows);
  }
  return dropped;
}
