import { schema1 } from "./schema-1.ts";
import { schema3 } from "./schema-3.ts";

/** One step from the version before to `version`; never edited once shipped. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  { version: 1, sql: schema1 },
  { version: 3, sql: schema3 },
];
