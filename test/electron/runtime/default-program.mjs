/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-argument -- JavaScript, as the older runtime strips no types, and no types to read it by */
// What Electron runs when no program is built in: `electron <folder>` starts the program of that folder.
// Its own top-level await holds back `ready` until the program has been loaded.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { app } from "electron";

Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
// Read by the processes that the program starts; this one has begun without it.
const hook = process.env["ONESTOP_TEST_SQLITE_HOOK"];
if (hook !== undefined) process.env["NODE_OPTIONS"] = `--require ${JSON.stringify(hook)}`;
const folder = process.argv.slice(1).find((word) => !word.startsWith("-"));
if (folder === undefined) {
  console.error("usage: electron <folder>");
  app.exit(2);
} else {
  const home = resolve(folder);
  const { name, productName, version, main } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  app.setAppPath(home);
  app.setName(productName ?? name);
  app.setVersion(version);
  try {
    await import(pathToFileURL(join(home, main)).href);
  } catch (error) {
    console.error(error);
    app.exit(1);
  }
}
