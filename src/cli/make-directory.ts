import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { demoFile, demoTown, settleTown } from "../app/demo-town.ts";
import { createDirectory } from "../app/directory.ts";
import type { Terminal } from "../app/terminal.ts";
import { passphrase } from "./data-dir.ts";
import { shippedPackFiles, supplementFile } from "./pack-files.ts";

/** In the directory of a demo, and of nothing else. */
export const demoFileName = "demo.json";

/** What a new data directory holds; without an institution of its own the demo town's is taken. */
export interface NewDirectory {
  readonly demo: boolean;
  readonly institution: Terminal["institution"] | null;
}

/** Makes the books of an institution, for a demo with its town and `demo.json`; a demo has no recovery key. */
export function makeDirectory(
  dir: string,
  { demo, institution: given }: NewDirectory,
): { readonly institution: Terminal["institution"]; readonly recoveryKey: string | null } {
  const town = demoTown();
  const institution = given ?? town.institution;
  const recoveryKey = createDirectory({
    dir,
    institution,
    block: { from: 0, to: 9999 },
    packs: shippedPackFiles(),
    supplement: demo ? supplementFile("demo") : null,
    passphrase: passphrase(),
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
