// npm run lock: adds to package-lock.json what npm leaves out of it.
//
// A native package has one optional part for each platform. When the registry that npm asks does not carry the parts of
// other platforms, npm writes a lock file without them, and `npm ci` then refuses that lock file on every machine.
// Version and platform of such a part are in the entry of its parent and in its name, so the entry can be written.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

const entrySchema = z.looseObject({
  version: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lockSchema = z.looseObject({ packages: z.record(z.string(), entrySchema) });

type Packages = z.infer<typeof lockSchema>["packages"];
type Part = { readonly path: string; readonly name: string; readonly version: string; readonly dev: boolean };

const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const processors = [
  "arm",
  "arm64",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
  "x64",
];

/** The lock file's text with an entry for every optional part that a listed package pins. */
export function completeLock(text: string): string {
  const parts = missingParts(text);
  if (parts.length === 0) return text;
  const added = parts.map(({ path, name, version, dev }) => {
    const { cpu, libc, os } = platformOf(name);
    // Fields in npm's own order; JSON leaves out those that are undefined.
    return [path, { version, cpu, dev: dev ? true : undefined, libc, optional: true, os }] as const;
  });
  // Read once more without the schema, which would bring the fields into its own order.
  const lock = JSON.parse(text) as { readonly packages: Readonly<Record<string, unknown>> };
  const sorted = [...Object.entries(lock.packages), ...added].toSorted(([a], [b]) =>
    a.localeCompare(b, "en"),
  );
  return `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** The optional parts, pinned by a package of the lock file, that have no entry of their own. */
export function missingParts(text: string): readonly Part[] {
  const { packages } = lockSchema.parse(JSON.parse(text));
  return Object.entries(packages).flatMap(([parent, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies).flatMap(([name, version]): readonly Part[] => {
      const isPinned = /^\d+\.\d+\.\d+/.test(version);
      if (!isPinned || versionFound(packages, parent, name) === version) return [];
      const beside = `${parent.slice(0, parent.lastIndexOf("node_modules/"))}node_modules/${name}`;
      const path = packages[beside] === undefined ? beside : `${parent}/node_modules/${name}`;
      return [{ path, name, version, dev }];
    }),
  );
}

/** Looks for a package as Node does: below its parent, beside it, then further out. */
function versionFound(packages: Packages, parent: string, name: string): string | undefined {
  for (let folder = `${parent}/`; ; folder = folder.slice(0, folder.lastIndexOf("node_modules/"))) {
    const found = packages[`${folder}node_modules/${name}`];
    if (found !== undefined || folder === "") return found?.version;
  }
}

type Platform = { readonly [field in "cpu" | "libc" | "os"]: readonly string[] | undefined };

/** `@scope/part-linux-arm64-musl` runs on linux, arm64, musl. */
function platformOf(name: string): Platform {
  const words = name.split(/[/-]/);
  const known = (names: readonly string[]): readonly string[] | undefined => {
    const found = names.filter((word) => words.includes(word));
    return found.length > 0 ? found : undefined;
  };
  const isFor = (library: string): boolean => words.some((word) => word.startsWith(library));
  const libc = isFor("musl") ? ["musl"] : isFor("gnu") ? ["glibc"] : undefined;
  return { cpu: known(processors), libc, os: known(systems) };
}

if (import.meta.main) {
  const file = join(import.meta.dirname, "../package-lock.json");
  writeFileSync(file, completeLock(readFileSync(file, "utf8")));
}
