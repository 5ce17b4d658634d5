/** Files of small houses for the real tools. A comment `! rule` asks for a finding on its line. */
type Tree = Readonly<Record<string, string>>;

const money = `declare const unit: unique symbol;
export type Fen = number & { readonly [unit]: "fen" };
`;

const decimalMoney = `import { Decimal } from "decimal.js";
${money}
export type Ratio = Decimal & { readonly [unit]: "ratio" };

export const half = (amount: Fen): number => Math.floor(amount / 2);
export const isLess = (a: Decimal, b: Decimal): boolean => a < b; // ! money-operator
`;

export const typesTree: Tree = {
  // The packages that pure folders may use are in the same program: none of them brings Node or the DOM along.
  "src/base/packages.ts": `import { Decimal } from "decimal.js";
import { load } from "js-yaml";
import { parseTree } from "jsonc-parser";
import { z } from "zod";

export const uses = [Decimal, load, parseTree, z];
`,
  "src/base/globals.ts": `export const node = process.pid; // ! TS2591
export const bytes = Buffer.alloc(1); // ! TS2591
export const answer = fetch("/"); // ! TS2304
export const page = document.title; // ! TS2584
export const decoder = new TextDecoder(); // ! TS2304
export const timer = setTimeout(() => 1, 1); // ! TS2304
export const random = crypto.randomUUID(); // ! TS2304
export const copy = structuredClone({}); // ! TS2304
console.log(1); // ! TS2584
`,
  "src/wire/builtin.ts": `import { readFileSync } from "node:fs"; // ! TS2591

export const read = readFileSync;
`,
  "src/app/strict.ts": `import { Used } from "./types.ts"; // ! TS1484

export const first = (list: readonly string[]): string => list[0]; // ! TS2322
export const late: { readonly name?: string } = { name: undefined }; // ! TS2375
export const word = (words: Record<string, string>): string | undefined => words.name; // ! TS4111
export const loose = (value) => value; // ! TS7006
export enum Level { one } // ! TS1294
export function some(flag: boolean): number | undefined { // ! TS7030
  if (flag) return 1;
}
export function falls(level: number): string {
  let text = "";
  switch (level) {
    case 1: // ! TS7029
      text = "one";
    default:
      text = "more";
  }
  return text;
}
export const used: Used = 1;
const unused = 1; // ! TS6133
export const page = document.title; // ! TS2584
`,
  "src/app/types.ts": "export type Used = number;\n",
  "renderer/desk.tsx": `export const title = document.title;
export const node = process.pid; // ! TS2591
`,
};

export const lintTree: Tree = {
  "src/base/money.ts": money,
  "src/settle/planted.ts": `import type { Fen } from "../base/money.ts";

type State = { readonly kind: "open" } | { readonly kind: "closed" };

export function label(state: State): string {
  let text = "";
  switch (state.kind) { // ! typescript(switch-exhaustiveness-check)
    case "open":
      text = "open";
  }
  return text;
}
export function hidden(state: State): string {
  switch (state.kind) { // ! typescript(switch-exhaustiveness-check)
    case "open":
      return "open";
    default:
      return "other";
  }
}
export const plus = (a: object, b: string): string => a + b; // ! typescript(no-base-to-string)
export const mixed = (a: number, b: string): string => a + b; // ! typescript(restrict-plus-operands)
export const paid = (amount: number): boolean => (amount ? true : false); // ! typescript(strict-boolean-expressions), eslint(no-unneeded-ternary)
export const brand = (amount: number): Fen => amount as Fen; // ! typescript(no-unsafe-type-assertion)
export const loose = (value: any): number => value.fen; // ! typescript(no-explicit-any), typescript(no-unsafe-return), typescript(no-unsafe-member-access)
export const sure = (list: readonly Fen[]): Fen => list[0]!; // ! typescript(no-non-null-assertion)
export const equal = (a: unknown, b: unknown): boolean => a == b; // ! eslint(eqeqeq)
`,
  "src/app/planted.ts": `async function save(): Promise<number> {
  return await Promise.resolve(1);
}
export function forget(): void {
  save(); // ! typescript(no-floating-promises)
}
export async function commit(): Promise<string> {
  const saved = [1].filter(async () => (await save()) > 0); // ! typescript(no-misused-promises), typescript(strict-boolean-expressions), typescript(no-unnecessary-condition)
  if (saved === undefined) return "none"; // ! typescript(no-unnecessary-condition)
  try {
    return String(await save());
  } catch {
    throw "lost"; // ! typescript(only-throw-error), eslint(no-throw-literal)
  }
}
export const parsed = JSON.parse("{}"); // ! typescript(no-unsafe-assignment)
export const called = (text: string): string => String(JSON.parse(text)()); // ! typescript(no-unsafe-call)
export const passed = (text: string): string => text.repeat(JSON.parse(text)); // ! typescript(no-unsafe-argument)
export const shown = (list: readonly string[] | null): string => \`list \${list}\`; // ! typescript(restrict-template-expressions)
export const named = (name: string | null): string => name || "nobody"; // ! typescript(prefer-nullish-coalescing), typescript(strict-boolean-expressions)
export const narrow = (name: string): string => name as string; // ! typescript(no-unnecessary-type-assertion)
export async function idle(): Promise<number> { // ! typescript(require-await)
  return 1;
}
// oxlint-disable-next-line eqeqeq -- there is nothing to switch off // ! other
export const calm = 1;
`,
  "dist/bundle.ts": "var built = 1 == 2;\n",
};

export const formatTree: Tree = {
  "src/app/crooked.ts": "export const a = {b:1}\n",
  "src/app/broken.ts": "export const = 1;\n",
  "src/app/straight.ts": "export const a = { b: 1 };\n",
  "src/rules/packs/daye/a.yaml": "rows: [ {a: 1},   {b: 2} ]\n",
  "README.md": "|a|b|\n|-|-|\n",
};

/** What the settings of the tests name. */
const setups: Tree = {
  "test/centre/embedded-template.ts": "export function setup(): void {}\n",
};

export const deadTree: Tree = {
  ...setups,
  "main/onestop.js": `await import("./onestop.ts");
`,
  "main/onestop.ts": `import { used } from "../src/app/used.ts";

used();
`,
  "src/app/used.ts": `import pad from "left-pad";
import { gone } from "./gone.ts";
export const nobody = 1;
import { a } from "./a.ts";
export const used = (): unknown => [pad, gone, a];
`,
  "src/app/a.ts": `import { b } from "./b.ts";

export const a = (): unknown => b;
`,
  "src/app/b.ts": `import { a } from "./a.ts";

export const b = (): unknown => a;
`,
  "src/app/unused.ts": "export const unused = 1;\n",
};

export const moneyTree: Tree = {
  "src/base/money.ts": decimalMoney,
  "src/settle/planted.ts": `import type { Fen, Ratio } from "../base/money.ts";

export const compare = (a: Ratio, b: Ratio): boolean => a < b; // ! money-operator
export const same = (a: Ratio | null, b: Ratio): boolean => a === b; // ! money-operator
export const more = (a: Ratio, b: Ratio): boolean => a.greaterThan(b);
export const missing = (a: Ratio | null): boolean => a === null;
export const twice = (a: Fen): number => a * 2; // ! money-operator
export const parts = (a: Fen | undefined): number => (a ?? 0) / 3; // ! money-operator
export const rest = (a: Fen, b: Fen): boolean => a % 10 === b; // ! money-operator
export const sum = (a: Fen, b: Fen): number => a + b - 1;
export const more2 = (a: Fen, b: Fen): boolean => a > b;
export function add(amounts: readonly Fen[]): number {
  let total = 0;
  for (const amount of amounts) total *= amount; // ! money-operator
  return total * 2;
}
`,
  "src/cli/show.ts": `import { half } from "../base/money.ts";
import type { Fen } from "../base/money.ts";

export const show = (amount: Fen): string => String(half(amount) * 2) + String(amount / 100); // ! money-operator
`,
};

export const cleanTree: Tree = {
  // What knip.jsonc lets pass has to be in use.
  "test/outside.test.ts": `import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

test("what comes from outside", () => {
  const said = [
    execFileSync("openssl", ["version"]),
    execFileSync("socat", ["-V"]),
    execFileSync("chattr", ["-V"]),
    execFileSync("gcc", ["--version"]),
    execFileSync("mount", ["--version"]),
    execFileSync("umount", ["--version"]),
    execFileSync("pdfinfo", ["-v"]),
    execFileSync("pdftotext", ["-v"]),
    execFileSync("pcscd", ["--version"]),
    execFileSync("runuser", ["--version"]),
    execFileSync("iptables", ["--version"]),
  ];
  expect(said).not.toContain("");
});
`,
  ...setups,
  // So have the programs that it names.
  "main/window-main.ts": `console.log("window");
`,
  "main/engine-process.ts": `console.log("engine");
`,
  "main/preload.ts": `console.log("preload");
`,
  "native/card/example/driver.ts": `console.log("driver");
`,
  "main/serve-process.ts": `console.log("serve");
`,
  "test/simulate/play.ts": `console.log("play");
`,
  "main/onestop.js": `#!/usr/bin/env node
await import("./onestop.ts");
`,
  "main/onestop.ts": `import { settleFile } from "../src/cli/settle.ts";

console.log(await settleFile(process.argv[2] ?? ""));
`,
  "src/cli/settle.ts": `import { readFile } from "node:fs/promises";

import { z } from "zod";

import type { State } from "../settle/state.ts";
import { label } from "../settle/state.ts";

const input = z.strictObject({ kind: z.enum(["open", "closed"]) });

export async function settleFile(path: string): Promise<string> {
  const state: State = input.parse(JSON.parse(await readFile(path, "utf8")));
  return label(state);
}
`,
  "src/settle/state.ts": `import { add } from "../base/money.ts";
import type { Shape } from "./shape.ts";

export type State = { readonly kind: "open" } | { readonly kind: "closed" };

const shape: Shape = { sum: add(1, 2) };

export function label(state: State): string {
  switch (state.kind) {
    case "open":
      return \`open \${shape.sum}\`;
    case "closed":
      return "closed";
  }
}
`,
  "src/settle/shape.ts": `import type { State } from "./state.ts";

export type Shape = { readonly sum: number; readonly state?: State };
`,
  "src/base/money.ts": `export function add(a: number, b: number): number {
  return a + b;
}
`,
};
