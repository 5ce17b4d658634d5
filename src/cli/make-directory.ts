import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { demoCentre } from "../app/demo-centre.ts";
import { demoFile, demoTown, settleTown } from "../app/demo-town.ts";
import { createDirectory } from "../app/directory.ts";
import type { KeyWrap } from "../app/key-file.ts";
import type { PeopleSource } from "../app/people-source.ts";
import type { Terminal } from "../app/terminal.ts";
import { passphrase } from "./data-dir.ts";
import { shippedPackFiles, supplementFile } from "./pack-files.ts";

/** In the directory of a demo, and of nothing else. */
const demoFileName = "demo.json";

/** What a new data directory holds; without an institution of its own the demo town's is taken. */
export interface NewDirectory {
  readonly demo: boolean;
  readonly institution: Terminal["institution"] | null;
  /** Of the shipped packs, by their files; none named: all. */
  readonly packs?: readonly string[];
  /** The desk hands in the system's key store. */
  readonly keyWrap?: KeyWrap | undefined;
}

/** Makes the books of an institution, for a demo with its town and `demo.json`; a demo has no recovery key. */
export function makeDirectory(
  dir: string,
  { demo, institution: given, keyWrap, packs }: NewDirectory,
): { readonly institution: Terminal["institution"]; readonly recoveryKey: string | null } {
  const town = demoTown();
  const institution = given ?? town.institution;
  const recoveryKey = createDirectory({
    dir,
    institution,
    block: { from: 0, to: 9999 },
    packs: shippedPackFiles().filter(({ name }) => packs === undefined || packs.includes(name)),
    supplement: demo ? supplementFile("demo") : null,
    passphrase: passphrase(),
    keyWrap,
    clock: Date.now,
    recovery: !demo,
    moveIn: (ground) => {
      if (demo) settleTown(ground, town);
    },
  });
  const people = join(dir, demoFileName);
  if (demo)
    writeFileSync(people, JSON.stringify(demoFile({ ...town, institution }, Date.now())), { mode: 0o600 });
  return { institution, recoveryKey };
}

/** Who tells of people that a directory does not know: for a demo the stand-in of its centre, else nobody yet. */
export function peopleSourceOf(dir: string): { readonly source?: PeopleSource } {
  return existsSync(join(dir, demoFileName)) ? { source: demoCentre() } : {};
}
