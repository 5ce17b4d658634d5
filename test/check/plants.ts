import { checkDigit } from "./privacy.ts";

/** A text that breaks exactly one rule when it lies at `path`. */
export type Plant = { readonly rule: string; readonly path: string; readonly text: string };

/** This file is read by the rules as well, so the words that they look for are put together here. */
const glue = (...parts: readonly string[]): string => parts.join("");

const longBody = "  use(1);\n".repeat(60);
const someone = "42030119800101001";

/** Direction: who may import whom. */
const directionPlants: readonly Plant[] = [
  ["direction", "src/rules/pack.ts", 'import { settle } from "../settle/settle.ts";'],
  ["direction", "src/base/money.ts", 'import type { Pack } from "../rules/pack.ts";'],
  ["direction", "src/store/open.ts", 'export type Line = import("../line/client.ts").Client;'],
  ["direction", "src/app/commit.ts", 'const { serve } = await import("../gateway/server.ts");'],
  ["direction", "src/cli/settle.ts", 'import { readFrame } from "../../native/scanner/frame.ts";'],
  ["direction", "src/cli/settle.ts", 'import { start } from "../../main/engine.ts";'],
  ["direction", "src/settle/settle.ts", 'import { oracle } from "../../test/oracle/oracle.ts";'],
  ["direction", "main/engine.ts", 'import { tally } from "../test/tally.ts";'],
  ["direction", "main/index.ts", 'import { Desk } from "../renderer/desk.tsx";'],
  ["direction", "native/scanner/frame.ts", 'import { decode } from "../../src/wire/envelope.ts";'],
  ["direction", "native/card/reader.ts", 'import type { Claim } from "../../src/settle/claim.ts";'],
  ["direction", "src/scan/wedge.ts", 'import type { KeptOpen } from "../../native/keep-open.ts";'],
  ["direction", "renderer/desk.tsx", 'import type { KeptOpen } from "../native/keep-open.ts";'],
  ["direction", "renderer/desk.tsx", 'import type { Port } from "../native/scanner/serial-port.ts";'],
  ["direction", "renderer/desk.tsx", 'import { preview } from "../src/app/preview.ts";'],
  ["direction", "renderer/desk.tsx", 'import type { Settlement } from "../src/settle/settle.ts";'],
  ["direction", "renderer/desk.tsx", 'import { contract } from "../src/gateway/contract.ts";'],
  ["direction", "src/base/id.ts", 'import { z } from "../../node_modules/zod/index.js";'],
  ["direction", "test/run.ts", 'import { tool } from "../../elsewhere/tool.ts";'],
  ["packages", "src/rules/parse-pack.ts", 'import { readFileSync } from "node:fs";'],
  ["packages", "src/upload/next.ts", 'import { setTimeout } from "timers/promises";'],
  ["packages", "src/wire/envelope.ts", 'import pino from "pino";'],
  ["packages", "src/settle/line-split.ts", 'import { Decimal } from "decimal.js";'],
  ["packages", "src/app/commit.ts", 'import Database from "better-sqlite3";'],
  ["packages", "src/centre/store.ts", 'import { DatabaseSync } from "node:sqlite";'],
  ["packages", "src/app/commit.ts", 'import { request } from "node:https";'],
  ["packages", "src/store/open.ts", 'import { SerialPort } from "serialport";'],
  ["packages", "main/devices.ts", 'import HID from "node-hid";'],
  ["packages", "renderer/desk.tsx", 'import { join } from "node:path";'],
  ["packages", "src/gateway/server.ts", 'import { app } from "electron";'],
  ["computed-import", "src/cli/bench.ts", "const name = pick();\nawait import(`./${name}.ts`);"],
  ["computed-import", "src/store/open.ts", "const driver = require(pick());"],
  ["network", "src/app/commit.ts", 'await fetch("http://centre/");'],
  ["network", "src/gateway/server.ts", 'const socket = new WebSocket("ws://centre/");'],
  ["network", "src/cli/serve-command.ts", 'await fetch("http://127.0.0.1/");'],
].map(toPlant);

const syntaxPlants: readonly Plant[] = [
  ["unreadable", "src/app/a.ts", "const = 1;"],
  ["enum", "src/app/a.ts", "enum Level { one }"],
  ["enum", "test/a.test.ts", "const enum Level { one }"],
  ["decorator", "src/app/a.ts", "class AError extends Error { @bound f() {} }"],
  ["default-export", "src/app/a.ts", "export default 1;"],
  ["default-export", "src/app/a.ts", "const a = 1;\nexport { a as default };"],
  ["barrel", "src/app/index.ts", 'export * from "./commit.ts";'],
  ["barrel", "src/app/a.ts", 'export { commit } from "./commit.ts";'],
  ["barrel", "src/app/a.ts", 'import { commit } from "./commit.ts";\nexport { commit };'],
  ["class", "src/app/a.ts", "class Settler {}"],
  ["class", "src/app/a.ts", "class NotAnError {}"],
  ["class", "src/app/a.ts", "export const make = () => class extends Settler {};"],
  ["module-state", "src/app/a.ts", "let last = 0;"],
  ["module-state", "src/app/a.ts", "export var last = 0;"],
  ["module-state", "native/a.ts", "const open = new Map<string, number>();"],
  ["module-state", "src/app/a.ts", "const seen: string[] = [];"],
  ["skipped-test", "test/a.test.ts", 'test.skip("a", () => {});'],
  ["skipped-test", "test/a.test.ts", 'describe.only("a", () => {});'],
  ["skipped-test", "test/a.test.ts", 'it.todo("a");'],
  ["skipped-test", "test/a.test.ts", 'test.skipIf(slow)("a", () => {});'],
  ["skipped-test", "test/a.test.ts", 'test("a", (ctx) => { ctx.skip(); });'],
  ["skipped-test", "test/a.test.ts", 'xit("a", () => {});'],
].map(toPlant);

const shapePlants: readonly Plant[] = [
  ["rooms", "tools/a.ts", "use(1);"],
  ["rooms", "build/a.mjs", "use(1);"],
  ["rooms", "src/helpers/a.ts", "use(1);"],
  ["rooms", "src/a.ts", "use(1);"],
  ["file-name", "src/app/tickUpload.ts", "use(1);"],
  ["file-name", "test/App/a.test.ts", "use(1);"],
  ["file-length", "src/app/a.ts", "use(1);\n".repeat(401)],
  ["function-length", "src/app/a.ts", `function long(): void {\n${longBody}}`],
  ["function-length", "test/a.test.ts", `test("a", () => {\n${longBody}});`],
  ["parameters", "src/app/a.ts", "function f(a: A, b: B, c: C, d: D, e: E): void {}"],
  ["parameters", "src/app/a.ts", "const f = (a: A, b: B, c: C, d: D, ...e: E[]) => a;"],
  ["doc-comment", "src/rules/a.ts", "export function inForce(): void {}"],
  ["doc-comment", "src/rules/a.ts", "// A line is not a doc comment.\nexport const inForce = () => 1;"],
  ["doc-comment", "src/rules/a.ts", "/** */\nexport function inForce(): void {}"],
  [
    "doc-comment",
    "src/rules/a.ts",
    "/** Another one's. */\nconst a = 1;\nexport function inForce(): void {}",
  ],
].map(toPlant);

const purityPlants: readonly Plant[] = [
  ["clock-and-chance", "src/upload/a.ts", "const now = Date.now();"],
  ["clock-and-chance", "src/upload/a.ts", "const clock = Date.now;"],
  ["clock-and-chance", "src/upload/a.ts", "const now = new Date();"],
  ["clock-and-chance", "src/settle/a.ts", "const now = Date();"],
  ["clock-and-chance", "src/base/a.ts", "const chance = Math.random();"],
  ["clock-and-chance", "src/base/a.ts", "const id = globalThis.crypto.randomUUID();"],
  ["machine-locale", "src/recon/a.ts", 'names.sort((a, b) => a.localeCompare(b, "zh"));'],
  ["machine-locale", "src/base/a.ts", "const year = date.getFullYear();"],
  ["machine-locale", "src/base/a.ts", "const day = new Date(2023, 0, 1);"],
  ["machine-locale", "src/base/a.ts", 'const format = new Intl.NumberFormat("zh-CN");'],
].map(toPlant);

const wordPlants: readonly Plant[] = [
  ["postponed", "src/app/a.ts", glue("// TO", "DO later")],
  ["postponed", "src/rules/packs/daye/a.yaml", glue("# FIX", "ME")],
  ["postponed", ".ci/run", glue("# X", "XX\nnpm ci && npm test")],
  ["sql", "src/app/a.ts", 'const sql = "SELECT id FROM settlement";'],
  ["sql", "src/gateway/a.ts", "const sql = `INSERT INTO settlement VALUES (${id})`;"],
  ["sql", "main/a.ts", 'const sql = "select id from settlement";'],
  ["sql", "src/centre/adjudicate.ts", 'const sql = "UPDATE settlement SET state = ?";'],
  ["sql", "renderer/a.tsx", 'const sql = "CREATE TABLE settlement (id TEXT)";'],
  ["national-name", "src/settle/a.ts", "const total = claim.medfee_sumamt;"],
  ["national-name", "src/app/a.ts", "// hifp_pay goes out here"],
  ["national-name", "src/cli/serve-command.ts", "const id = answer.setl_id;"],
  ["national-name", "src/rules/packs/daye/a.yaml", "psn_no: 1"],
  ["silencer", "src/app/a.ts", "/* v8 ignore next */\nuse(1);"],
  ["silencer", "src/app/a.ts", "// @ts-ignore -- never right\nuse(1);"],
  ["silencer", "src/app/a.ts", "// oxlint-disable-next-line eqeqeq\nuse(1);"],
  ["silencer", "test/a.test.ts", "// @ts-expect-error\nuse(1);"],
  ["authorship", "docs/a.md", glue("Written with Cla", "ude.")],
  ["authorship", "src/app/a.ts", glue("// as chat", "gpt put it")],
  ["authorship", "README.md", glue("npm ci && npm test\n\nCo-author", "ed-by: someone")],
].map(toPlant);

const privacyPlants: readonly Plant[] = [
  ["identity-number", "test/cases/a.jsonl", `{"certNo":"${someone}${checkDigit(someone)}"}`],
  ["identity-number", "docs/a.md", `ID${identityEndingInX()}.`],
  ["machine-path", "docs/a.md", glue("see /ho", "me/me/onestop")],
  ["machine-path", "test/a.test.ts", glue('open("/wo', 'rk/main");')],
  ["machine-path", "src/cli/a.ts", 'open("/tmp/onestop.sock");'],
  ["machine-path", "docs/a.md", glue("C:", "\\Users\\me")],
].map(toPlant);

const packagingPlants: readonly Plant[] = [
  ["lock-address", "package-lock.json", '{"packages": {"node_modules/zod": {"resolved": "here"}}}'],
  [
    "lock-parts",
    "package-lock.json",
    '{"packages": {"node_modules/a": {"optionalDependencies": {"a-win32-x64": "1.0.0"}}}}',
  ],
  ["registry-host", "package-lock.json", glue('{"packages": {}, "a": "https://registry.npm', 'js.org/zod"}')],
  ["registry-host", ".npmrc", glue("registry", "=http://127.0.0.1:4873/")],
  ["exact-version", "package.json", '{"devDependencies": {"zod": "^4.6.7"}}'],
  ["exact-version", "package.json", '{"dependencies": {"zod": "4.6.7", "b": "latest"}}'],
  ["test-command", "README.md", "npm ci && npm run tests"],
  ["test-command", ".ci/run", "npm ci && npm test\nnpm run more"],
].map(toPlant);

export const plants: readonly Plant[] = [
  ...directionPlants,
  ...syntaxPlants,
  ...shapePlants,
  ...purityPlants,
  ...wordPlants,
  ...privacyPlants,
  ...packagingPlants,
];

/** The nearest neighbours of the plants, which every rule must let pass. */
export const clean: readonly Omit<Plant, "rule">[] = [
  ["src/settle/a.ts", 'import { rule } from "../rules/pack.ts";\nimport { fen } from "../base/money.ts";'],
  ["src/base/money.ts", 'import { Decimal } from "decimal.js";'],
  ["src/rules/a.ts", 'import { z } from "zod";\nimport { load } from "js-yaml";'],
  ["src/store/open.ts", 'import Database from "better-sqlite3";\nconst sql = "SELECT id FROM settlement";'],
  ["src/centre/store/people.ts", 'const sql = "INSERT INTO person VALUES (?)";'],
  ["src/cli/bench/http-bench.ts", 'await fetch("http://127.0.0.1/", { body: { psn_no: psnNo } });'],
  ["src/cli/demo/demo-desk.ts", 'await fetch("http://127.0.0.1/");'],
  ["src/line/client.ts", 'import { request } from "node:https";\nawait fetch(url);'],
  ["src/gateway/server.ts", 'import { createServer } from "node:http";\nconst total = input.medfee_sumamt;'],
  ["src/wire/settle-pharmacy.ts", "const setl = { setl_id: id };"],
  [
    "native/scanner/serial.ts",
    'import { SerialPort } from "serialport";\nimport { fen } from "../../src/base/money.ts";',
  ],
  ["main/engine.ts", 'import { app } from "electron";\nimport { run } from "../src/cli/settle.ts";'],
  ["native/scanner/scan-line.ts", 'import { classify } from "../../src/scan/classify.ts";'],
  ["renderer/desk.tsx", 'import { openWedge } from "../src/scan/wedge.ts";'],
  ["renderer/desk.tsx", 'import type { DeviceEvent } from "../src/scan/device-event.ts";'],
  ["main/devices.ts", 'import { watch } from "../native/supervisor.ts";'],
  ["renderer/desk.tsx", 'import type { Contract } from "../src/gateway/contract.ts";\nfetch(url);'],
  [
    "test/settle/a.test.ts",
    'import { Decimal } from "decimal.js";\nimport { run } from "../../main/engine.ts";',
  ],
  ["vitest.config.ts", "export default {};"],
  ["src/base/assert.ts", "export class Bug extends Error {}\nexport class TimeoutError extends Bug {}"],
  [
    "src/app/a.ts",
    'const names = new Set(["a"]);\nconst levels = ["1"];\nfunction f() { let last = 0; return last; }',
  ],
  [
    "src/app/b.ts",
    "const now = Date.now();\nconst day = new Date(2023, 0, 1);\nconst list = 'select the items from the list';",
  ],
  ["src/base/civil-date.ts", "const utc = new Date(Date.UTC(2023, 0, 1)).getUTCDate();"],
  [
    "src/rules/b.ts",
    "/** In force on a day. */\nexport function inForce(): void {}\nfunction helper(): void {}",
  ],
  [
    "src/rules/c.ts",
    "/** Two ways. */\nexport function f(a: A): A;\nexport function f(a: B): B;\nexport function f(a: C): C {}",
  ],
  ["src/app/c.ts", "const f = (key: K, _offset: N, _length: N, _line: N, _column: N) => key;"],
  ["src/app/d.ts", "use(1);\n".repeat(400)],
  ["src/app/e.ts", `function long(): void {\n${"  use(1);\n".repeat(58)}}`],
  ["src/app/f.ts", "// oxlint-disable-next-line eqeqeq -- null and undefined alike here\nuse(a == null);"],
  ["test/b.test.ts", `describe("a", () => {\n${longBody}});\nlist.skip(1);`],
  ["docs/a.md", `${someone}${wrongDigit()} and 990101198001010018; ~/home/work, https://a/root/b`],
  ["test/cases/b.jsonl", `{"sha256":"${"0a".repeat(16)}${someone}${checkDigit(someone)}${"b1".repeat(8)}"}`],
  ["package.json", '{"dependencies": {"zod": "4.6.7", "b": "1.0.0-rc.1"}}'],
  ["package-lock.json", '{"packages": {"node_modules/zod": {"version": "4.6.7", "integrity": "sha512-x"}}}'],
  ["README.md", "```sh\nnpm ci && npm test\n```"],
  [".ci/run", "set -e\nnpm ci && npm test\n"],
].map(([path = "", text = ""]) => ({ path, text }));

function toPlant([rule = "", path = "", text = ""]: readonly string[]): Plant {
  return { rule, path, text };
}

function wrongDigit(): string {
  return checkDigit(someone) === "0" ? "1" : "0";
}

/** A number whose check digit is the letter, written small. */
function identityEndingInX(): string {
  for (let serial = 0; serial < 1000; serial += 1) {
    const digits = `11010119900101${String(serial).padStart(3, "0")}`;
    if (checkDigit(digits) === "X") return `${digits}x`;
  }
  return "";
}
