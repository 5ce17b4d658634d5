// A child process that takes a catalogue in and into use, from wherever it stands, and tells each step. It is killed from outside.

import { writeSync } from "node:fs";

import { stageMedium } from "../../src/app/catalogue-source.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import { morning, staff, valueOf } from "../app/test-desk.ts";

const [dir = "", file = ""] = process.argv.slice(2);
const say = (what: "received" | "stepped"): void => void writeSync(1, `${what}\n`);

const terminal = openTerminal({ dir, passphrase: null, clock: () => morning });
const isDecided = terminal
  .catalogueDownloads()
  .some(({ version, state }) => version === 2 && (state === "applying" || state === "active"));
if (!isDecided) {
  const { id } = valueOf(
    await stageMedium(
      {
        ...terminal,
        addCatalogueLines: (to, lines) => {
          const added = terminal.addCatalogueLines(to, lines);
          say("received");
          return added;
        },
      },
      file,
    ),
  );
  valueOf(terminal.activateCatalogue(id, staff.supervisor));
}
while (terminal.stepCatalogue(5)) say("stepped");
terminal.close();
