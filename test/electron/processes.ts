import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process and those that it has started, from the system's own list. */
function familyOf(pid: number): readonly number[] {
  const parents = new Map(allProcesses().map((one) => [one, parentOf(one)]));
  const isOfFamily = (one: number): boolean => {
    for (let at: number | undefined = one; at !== undefined && at > 1; at = parents.get(at))
      if (at === pid) return true;
    return false;
  };
  return [...parents.keys()].filter(isOfFamily);
}

/** Who of a family has the books open: the engine, and nobody else. */
export function holdersOfBooks(pid: number): readonly number[] {
  return familyOf(pid).filter((one) => openFilesOf(one).some((file) => file.endsWith("/onestop.db")));
}

/** Those of a family that draw pages. */
export function renderersOf(pid: number): readonly number[] {
  return familyOf(pid).filter((one) => read(`/proc/${one}/cmdline`).includes("--type=renderer"));
}

/** What a family holds in memory, in bytes, shared pages counted once in all. */
export function memoryOf(pid: number): number {
  const kilobytes = familyOf(pid).map((one) =>
    Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, one) => sum + one, 0) * 1024;
}

function allProcesses(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number | undefined {
  // The name of a program stands in brackets and may hold anything, brackets too.
  const stat = read(`/proc/${pid}/stat`);
  const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
  return parent === undefined ? undefined : Number(parent);
}

function openFilesOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((name) => readLink(`/proc/${pid}/fd/${name}`));
  } catch {
    return [];
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** A process may end between the list and the look. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
