import { schema1 } from "./schema-1.ts";
import { schema10 } from "./schema-10.ts";
import { schema11 } from "./schema-11.ts";
import { schema12 } from "./schema-12.ts";
import { schema13 } from "./schema-13.ts";
import { schema14 } from "./schema-14.ts";
import { schema2 } from "./schema-2.ts";
import { schema3 } from "./schema-3.ts";
import { schema4 } from "./schema-4.ts";
import { schema5 } from "./schema-5.ts";
import { schema6 } from "./schema-6.ts";
import { schema7 } from "./schema-7.ts";
import { schema8 } from "./schema-8.ts";
import { schema9 } from "./schema-9.ts";

/** One step from the version before to `version`; never edited once shipped. May use `parts_of_name`. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  { version: 1, sql: schema1 },
  { version: 2, sql: schema2 },
  { version: 3, sql: schema3 },
  { version: 4, sql: schema4 },
  { version: 5, sql: schema5 },
  { version: 6, sql: schema6 },
  { version: 7, sql: schema7 },
  { version: 8, sql: schema8 },
  { version: 9, sql: schema9 },
  { version: 10, sql: schema10 },
  { version: 11, sql: schema11 },
  { version: 12, sql: schema12 },
  { version: 13, sql: schema13 },
  { version: 14, sql: schema14 },
];

/** What `shapeAfter` tells of them all: making books of every version to find that out would be a part of every start. */
export const newestShape = "a28ba4a02666b1eb71cd8579a34b40b73b0006b077aa1deefb35c7ab909a0266";
