import { z } from "zod";

import type { DatedItem } from "../../app/items.ts";
import type { Terminal } from "../../app/terminal.ts";
import type { SourceFile } from "../../rules/pack-book.ts";
import type { CatalogueEntry } from "../../wire/catalogue-file.ts";
import type { Database } from "./open-database.ts";
import type { CentrePackRow } from "./tables.ts";

/** An institution that the centre has a contract with. */
export type Institution = Terminal["institution"];

const designationsShape = z.array(z.string());
/** An item with its days. */
export const itemShape = z.strictObject({
  code: z.string(),
  barcode: z.string().nullable(),
  name: z.string(),
  pinyin: z.string(),
  kind: z.string(),
  class: z.enum(["A", "B", "C"]),
  price: z.string(),
  priceLimit: z.string().nullable(),
  selfPayRatio: z.string(),
  chronicListed: z.boolean(),
  dualChannel: z.boolean(),
  from: z.string(),
  to: z.string().nullable(),
});

/** How many rows go into one statement. */
const batch = 500;

export async function readInstitutions(db: Database): Promise<readonly Institution[]> {
  const rows = await db.selectFrom("institutions").selectAll().orderBy("code").execute();
  return rows.map((row) => ({ ...row, designations: designationsShape.parse(JSON.parse(row.designations)) }));
}

/** Adds an institution, or what it has become. */
export async function putInstitution(db: Database, one: Institution): Promise<void> {
  const { code, name, type, level, region } = one;
  const row = { name, type, level, region, designations: JSON.stringify(one.designations) };
  await db
    .insertInto("institutions")
    .values({ code, ...row })
    .onConflict((conflict) => conflict.column("code").doUpdateSet(row))
    .execute();
}

export async function readCatalogue(db: Database): Promise<readonly CatalogueEntry[]> {
  const rows = await db
    .selectFrom("catalogue")
    .select(["body", "version"])
    .orderBy("code")
    .orderBy("from_day")
    .execute();
  return rows.map(({ body, version }) => ({ ...itemShape.parse(JSON.parse(body)), version }));
}

/** Adds items, or what has become of them: all that is new or different bears the next version. */
export async function addItems(db: Database, items: readonly DatedItem[]): Promise<void> {
  const held = await db
    .selectFrom("catalogue")
    .select((one) => one.fn.max("version").as("version"))
    .executeTakeFirst();
  const version = (held?.version ?? 0) + 1;
  for (let at = 0; at < items.length; at += batch)
    await db
      .insertInto("catalogue")
      .values(
        items.slice(at, at + batch).map((item) => ({
          code: item.code,
          from_day: item.from,
          to_day: item.to,
          version,
          body: JSON.stringify(itemShape.parse(item)),
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["code", "from_day"])
          .doUpdateSet((one) => ({
            to_day: one.ref("excluded.to_day"),
            version: one.ref("excluded.version"),
            body: one.ref("excluded.body"),
          }))
          .whereRef("catalogue.body", "<>", "excluded.body"),
      )
      .execute();
}

export async function readPacks(db: Database): Promise<readonly CentrePackRow[]> {
  return await db.selectFrom("packs").selectAll().orderBy("effective_from").orderBy("sha256").execute();
}

/** Keeps a pack or supplement under its hash for good. */
export async function addPack(
  db: Database,
  kind: CentrePackRow["kind"],
  { file, effectiveFrom }: { readonly file: SourceFile; readonly effectiveFrom: string },
): Promise<void> {
  const { sha256, name, text } = file;
  await db
    .insertInto("packs")
    .values({ sha256, kind, name, text, effective_from: effectiveFrom })
    .onConflict((conflict) => conflict.column("sha256").doUpdateSet({ effective_from: effectiveFrom }))
    .execute();
}
