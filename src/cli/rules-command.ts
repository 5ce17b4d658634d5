import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { parseArgs } from "node:util";

import { keepFacts } from "../app/facts-loop.ts";
import { stageMedium } from "../app/catalogue-source.ts";
import type { Approval } from "../app/supervision.ts";
import type { Result } from "../app/terminal.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import { plainAdapter } from "../line/adapters/plain.ts";
import { openDownloads } from "../line/download.ts";
import { bundleCharactersMax } from "../wire/rules-bundle.ts";
import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { defaultDataDir, withWords } from "./data-dir.ts";
import type { OpenTerminal } from "./serve-command.ts";

/** A whole catalogue with room. */
const catalogueBytesMax = 256 * 1024 * 1024;
const headBytes = 64;
const decisions = ["activate", "rollback", "trust"] as const;

/** Rules and catalogues without a line: carried by a medium, through the same checks. */
export function rulesCommand(openTerminal: OpenTerminal): Command {
  return {
    usage:
      "rules [list] · rules import <文件> · rules trust <公钥> · rules activate|rollback <编号> [--data <目录>] [--operator <工号> < 密码] · rules export --centre <地址> --out <文件> [--catalogue 1301|1305|1306]",
    does: "离线更新政策和目录：从中心导出到介质（令牌取自环境变量 ONESTOP_CENTRE_TOKEN），在结算台登记签发公钥、导入、启用、撤回；密码从标准输入读",
    run: async (args, io) => {
      const { values, positionals } = parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
          data: { type: "string" },
          operator: { type: "string" },
          centre: { type: "string" },
          out: { type: "string" },
          catalogue: { type: "string" },
        },
      });
      const [sub = "list", what] = positionals;
      if (sub === "export") return await exportFrom(io, values);
      if (sub !== "list" && what === undefined) throw new UsageError(`rules ${sub} 缺少参数`);
      const dir = values.data ?? defaultDataDir();
      return await withWords(io, async () => {
        const terminal = openTerminal(dir);
        try {
          return await run(io, terminal, { sub, what, operator: values.operator });
        } finally {
          terminal.close();
        }
      });
    },
  };
}

interface Order {
  readonly sub: string;
  readonly what: string | undefined;
  readonly operator: string | undefined;
}

async function run(io: Io, terminal: FullTerminal, { sub, what, operator }: Order): Promise<ExitCode> {
  if (sub === "list") return await list(io, terminal);
  if (what === undefined) throw new UsageError(`没有 rules ${sub}`);
  if (sub === "import") return await say(io, await importFile(terminal, what));
  const decision = decisions.find((one) => one === sub);
  if (decision === undefined) throw new UsageError(`没有 rules ${sub}`);
  if (operator === undefined) throw new UsageError("请用 --operator 指明批准人工号，密码从标准输入读");
  const approval = { operator, pin: await firstLine(io), desk: "cli" };
  const decided = decide(terminal, decision, { what, approval });
  if (decided.ok) await finishSteps(terminal, io);
  return await say(io, decided);
}

function decide(
  terminal: FullTerminal,
  decision: (typeof decisions)[number],
  { what, approval }: { readonly what: string; readonly approval: Approval },
): Result<unknown> {
  const isCatalogue = terminal.catalogueDownloads().some(({ id }) => id === what);
  switch (decision) {
    case "trust":
      return terminal.trustSigner(what, approval);
    case "activate":
      return isCatalogue
        ? terminal.activateCatalogue(what, approval)
        : terminal.activateRules(what, approval);
    case "rollback":
      return isCatalogue
        ? terminal.rollBackCatalogue(what, approval)
        : terminal.rollBackRules(what, approval);
  }
}

/** Here nobody sells meanwhile: what goes in steps is done before the command ends. */
async function finishSteps(terminal: FullTerminal, io: Io): Promise<void> {
  const { promise, reject, resolve } = Promise.withResolvers<void>();
  const isDone = (): boolean =>
    !terminal
      .catalogueDownloads()
      .some(({ state }) => ["applying", "rollingBack", "discarding"].includes(state));
  if (isDone()) return;
  const steps = {
    applyDueRules: terminal.applyDueRules,
    stepCatalogue: (msMax: number) => {
      const isMore = terminal.stepCatalogue(msMax);
      if (!isMore) resolve();
      return isMore;
    },
  };
  const loop = keepFacts(steps, (error) => reject(error instanceof Error ? error : new Error("failed")));
  io.log("正在写入目录…\n");
  await promise.finally(loop.stop);
}

async function importFile(terminal: FullTerminal, path: string): Promise<Result<unknown>> {
  if (headOf(path).includes('"onestop-catalogue/')) return await stageMedium(terminal, path);
  if (statSync(path).size > bundleCharactersMax * 3) throw new UsageError(`文件过大：${path}`);
  return terminal.stageRules(readFileSync(path, "utf8"), "medium");
}

function headOf(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(headBytes);
      return head.toString("utf8", 0, readSync(file, head));
    } finally {
      closeSync(file);
    }
  } catch {
    throw new UsageError(`读不到文件：${path}`);
  }
}

async function list(io: Io, terminal: FullTerminal): Promise<ExitCode> {
  const signer = terminal.rulesSigner();
  await writeJson(io, { signer: signer === null ? null : signer.fingerprint });
  for (const { id, source, state, effectiveFrom, files } of terminal.rulesDownloads())
    await writeJson(io, { rules: id, source, state, effectiveFrom, files: files.map(({ name }) => name) });
  for (const { id, source, state, rows, added, changed } of terminal.catalogueDownloads())
    await writeJson(io, { catalogue: id, source, state, rows, added, changed });
  return 0;
}

async function say(io: Io, result: Result<unknown>): Promise<ExitCode> {
  await writeJson(io, result.ok ? { ok: true, value: result.value } : { ok: false, error: result.refusal });
  return result.ok ? 0 : 1;
}

async function firstLine(io: Io): Promise<string> {
  let text = "";
  for await (const part of io.input) {
    text += Buffer.from(part).toString("utf8");
    if (text.includes("\n") || text.length > 1000) break;
  }
  return text.split("\n")[0]?.trim() ?? "";
}

async function exportFrom(
  io: Io,
  {
    centre,
    out,
    catalogue,
  }: { readonly centre?: string; readonly out?: string; readonly catalogue?: string },
): Promise<ExitCode> {
  const token = process.env["ONESTOP_CENTRE_TOKEN"] ?? "";
  if (centre === undefined || out === undefined) throw new UsageError("rules export 须有 --centre 和 --out");
  if (token === "") throw new UsageError("请把中心的令牌放在环境变量 ONESTOP_CENTRE_TOKEN");
  const path = catalogue === undefined ? "/packs/bundle" : `/catalogue/${catalogue}`;
  const downloads = openDownloads({ url: centre, adapter: plainAdapter(token), now: Date.now });
  const done = await downloads.file({ path, body: null }, out, catalogueBytesMax);
  await writeJson(io, done.ok ? { ok: true, file: out } : { ok: false, reason: done.reason });
  return done.ok ? 0 : 1;
}
