/** The folders of src in the order of dependency: a folder imports itself and folders before it. */
export const folderOrder = [
  "base",
  "scan",
  "rules",
  "settle",
  "ledger",
  "wire",
  "upload",
  "recon",
  "store",
  "line",
  "app",
  "gateway",
  "centre",
  "cli",
] as const;

export type Folder = (typeof folderOrder)[number];
export type Room = "main" | "native" | "renderer" | "test";

/** Same input, same bytes out: these compile without Node and without DOM (tsconfig.pure.json). */
const pureFolders: ReadonlySet<Folder> = new Set<Folder>(folderOrder.slice(0, folderOrder.indexOf("store")));

/** Where a file lives. `outside` is everything that is not a room for code: the root, docs, build … */
export type Place =
  | { readonly kind: "src"; readonly folder: Folder }
  | { readonly kind: "unknownFolder"; readonly folder: string }
  | { readonly kind: "room"; readonly room: Room }
  | { readonly kind: "outside" };

export function placeOf(path: string): Place {
  const [root = "", folder = "", ...rest] = path.split("/");
  if (root === "src") {
    const known = folderOrder.find((name) => name === folder && rest.length > 0);
    return known === undefined ? { kind: "unknownFolder", folder } : { kind: "src", folder: known };
  }
  if (root === "main" || root === "native" || root === "renderer" || root === "test") {
    return folder === "" ? { kind: "outside" } : { kind: "room", room: root };
  }
  return { kind: "outside" };
}

export function isPure(path: string): boolean {
  const place = placeOf(path);
  return place.kind === "src" && pureFolders.has(place.folder);
}

/** What ships, in contrast to tests and the set-up of tools. */
export function isProduct(path: string): boolean {
  return /^(?:src|main|native|renderer)\//.test(path);
}

export function isTest(path: string): boolean {
  return path.startsWith("test/");
}

export function isCode(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|css|scss|less|html|vue|svelte|sql|sh|py)$/.test(path);
}

/** Tools look for these by name, at the root, with a default export. */
export function isToolConfig(path: string): boolean {
  return /^[a-z-]+(?:\.[a-z-]+)*\.config\.(?:ts|mts|js|mjs|cjs)$/.test(path);
}
