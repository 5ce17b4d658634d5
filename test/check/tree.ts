import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Source } from "./source.ts";
import { makeSource } from "./source.ts";

const notOurs: ReadonlySet<string> = new Set([".git", "node_modules", "dist", "coverage"]);

/** Reads every text file of the repository that is, or is about to be, under version control. */
export function readTree(root: string): readonly Source[] {
  return listFiles(root)
    .toSorted()
    .flatMap((path) => {
      const bytes = readFileSync(join(root, path));
      return isBinary(bytes) ? [] : [makeSource(path, bytes.toString("utf8"))];
    });
}

/** An unpacked archive has no history to ask, so it is walked. */
function listFiles(root: string): readonly string[] {
  const listed = askGit(root) ?? [...walkFolder(root, "")];
  return listed.filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile());
}

function askGit(root: string): readonly string[] | null {
  // Files new to git count as well: a check that sees a file only after the commit comes too late.
  const options = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  try {
    const output = execFileSync("git", options, {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.split("\0").filter((path) => path !== "");
  } catch {
    return null;
  }
}

function* walkFolder(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !notOurs.has(entry.name)) yield* walkFolder(root, path);
    if (entry.isFile()) yield path;
  }
}

/** What git does: a zero byte near the start means that no person reads it. */
function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}
