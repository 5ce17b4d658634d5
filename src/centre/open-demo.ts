import { demoTown } from "../app/demo-town.ts";
import type { SourceFile } from "../rules/pack-book.ts";
import { addPeople } from "./store/add-people.ts";
import type { Database } from "./store/open-database.ts";
import type { Institution } from "./store/reference-rows.ts";
import { addItems, addPack, putInstitution, readInstitutions, readPacks } from "./store/reference-rows.ts";

/** A pharmacy of the demo town, beside its hospital: what desks of either sort need. */
export const demoPharmacy: Institution = {
  code: "P42030000001",
  name: "十堰示范大药房",
  type: "pharmacy",
  level: "unrated",
  region: "420300",
  designations: ["basic", "pooling", "chronic", "dualChannel"],
};

/** From before any desk: what came with the program is in use. */
const always = "2000-01-01T00:00:00.000+08:00";

/** Keeps the packs that come with the program; those that are held already stay as they are. */
export async function addShippedPacks(
  db: Database,
  packs: readonly SourceFile[],
  supplement: SourceFile | null,
): Promise<void> {
  const held = new Set((await readPacks(db)).map(({ sha256 }) => sha256));
  const fresh = (file: SourceFile): boolean => !held.has(file.sha256);
  for (const file of packs.filter(fresh)) await addPack(db, "pack", { file, effectiveFrom: always });
  if (supplement !== null && fresh(supplement))
    await addPack(db, "supplement", { file: supplement, effectiveFrom: always });
}

/** The town that a demo terminal knows: its institutions, its goods, its people, all as they are there. */
export async function moveInDemo(db: Database): Promise<void> {
  const town = demoTown();
  const known = new Set((await readInstitutions(db)).map(({ code }) => code));
  for (const one of [town.institution, demoPharmacy]) if (!known.has(one.code)) await putInstitution(db, one);
  await addItems(db, town.items);
  await addPeople(db, [...town.people, ...town.newcomers]);
}
