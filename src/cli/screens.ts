import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";

import type { FindScreens, Screens } from "../gateway/pages.ts";

const root = join(import.meta.dirname, "../..");
const home = join(root, "dist/renderer");
const vite = join(root, "node_modules/vite/bin/vite.js");
/** What the bundle is made of. */
const sources = ["renderer", "src/base", "vite.config.ts", "package-lock.json"];
const mark = "sources.sha256";

type Log = (text: string) => void;

/**
 * Where the screens lie. In a checkout they are built when the first page asks and they are absent or older than their
 * sources; an installed program brings them along.
 */
export function findScreens(log: Log): FindScreens {
  let asked: Promise<Screens> | null = null;
  return async () => {
    asked ??= buildIfStale(log);
    const screens = await asked;
    // A build that failed is tried again: what was in its way may be gone.
    if (!screens.built) asked = null;
    return screens;
  };
}

async function buildIfStale(log: Log): Promise<Screens> {
  if (isFresh()) return { built: true, dir: home };
  if (!existsSync(join(root, "renderer")))
    return { built: false, reason: "安装不完整：缺少界面文件，请重新安装" };
  return await buildScreens(log);
}

/** Builds beside and moves into place, so that nobody is served half a bundle. */
export async function buildScreens(log: Log): Promise<Screens> {
  if (!existsSync(vite))
    return {
      built: false,
      reason: "界面尚未构建，也没有构建工具：请先运行 npm ci，再运行 npm run build:renderer",
    };
  log("正在构建界面…\n");
  mkdirSync(dirname(home), { recursive: true });
  const dir = mkdtempSync(join(dirname(home), "building-"));
  try {
    const digest = digestOfSources();
    const code = await runVite(["build", "--outDir", dir, "--emptyOutDir", "--logLevel", "warn"], log);
    if (code !== 0) return { built: false, reason: "界面构建失败，原因见启动窗口；更正后重新打开本页" };
    writeFileSync(join(dir, mark), digest);
    moveIn(dir);
    return { built: true, dir: home };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The files of the bundle with their sizes in bytes. */
export function bundleFiles(): readonly { readonly path: string; readonly bytes: Buffer }[] {
  return filesUnder(home).map((path) => ({ path: relative(home, path), bytes: readFileSync(path) }));
}

function isFresh(): boolean {
  if (!existsSync(join(home, "index.html"))) return false;
  if (!existsSync(join(root, "renderer"))) return true;
  const stamp = join(home, mark);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === digestOfSources();
}

/** Another that was built at the same time may have moved in first: it is as good. */
function moveIn(dir: string): void {
  rmSync(home, { recursive: true, force: true });
  try {
    renameSync(dir, home);
  } catch (error) {
    if (!isFresh()) throw error;
  }
}

function digestOfSources(): string {
  return digestOf(sources);
}

/** The digest of files, and of all files in folders, by their paths from the root of the checkout. */
export function digestOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const source of paths) {
    for (const path of filesUnder(join(root, source)))
      hash.update(`${relative(root, path)}\n`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function filesUnder(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Builds with the tool of the checkout. @returns its exit code */
export async function runVite(args: readonly string[], log: Log): Promise<number> {
  const child = spawn(process.execPath, [vite, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    // Whoever builds: below a test it would be the libraries' own test form, several times as slow.
    env: { ...process.env, NODE_ENV: "production" },
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => log(text));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once("error", reject);
  child.once("close", (code) => resolve(code ?? 1));
  return await promise;
}
