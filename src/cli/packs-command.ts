import { isDeepStrictEqual } from "node:util";

import { civilDate } from "../base/civil-date.ts";
import { compilePack, versionLists } from "../rules/compile-pack.ts";
import type { Pack } from "../rules/pack.ts";
import type { SourceFile } from "../rules/pack-book.ts";
import { countStatuses, loadPacks, staleSince } from "../rules/pack-book.ts";
import { parsePack, parseSupplement } from "../rules/parse-pack.ts";
import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { readSource, shippedBook, shippedPackFiles } from "./pack-files.ts";

/** Lists the shipped packs, checks pack and supplement files, shows what differs between two packs. */
export const packsCommand: Command = {
  usage: "packs · packs check <文件…> · packs diff <甲> <乙>",
  does: "列出随附政策包；校验政策包或补充参数文件；比较两个政策包（编号或文件）",
  run: async ([sub, ...rest], io) => {
    switch (sub) {
      case undefined:
        return await list(io);
      case "check":
        return await check(rest, io);
      case "diff":
        return await diff(rest, io);
      default:
        throw new UsageError(`没有 packs ${sub}`);
    }
  },
};

async function list(io: Io): Promise<ExitCode> {
  for (const { id, pack, sha256, changes } of shippedBook(null).packs) {
    const { plan, name, region, from, to } = pack;
    const stale = staleSince(pack, civilDate(io.today));
    await writeJson(io, {
      id,
      plan,
      name,
      region,
      from,
      to,
      statuses: countStatuses(pack),
      changes,
      staleSince: stale,
      sha256,
    });
  }
  return 0;
}

async function check(paths: readonly string[], io: Io): Promise<ExitCode> {
  if (paths.length === 0) throw new UsageError("packs check 需要文件名");
  let found = false;
  for (const path of paths) {
    const faults = faultsOfFile(readSource(path, path));
    found ||= faults.length > 0;
    for (const fault of faults) await writeJson(io, { file: path, ok: false, ...fault });
    if (faults.length === 0) await writeJson(io, { file: path, ok: true });
  }
  return found ? 1 : 0;
}

/** A supplement is also tried on the packs it fills: whether it fits shows only there. */
function faultsOfFile(file: SourceFile) {
  if (!/^format:\s*["']?onestop-supplement\//m.test(file.text)) {
    const loaded = loadPacks([file], null);
    return loaded.ok ? [] : loaded.faults.map(({ path, value, reason }) => ({ path, value, reason }));
  }
  const parsed = parseSupplement(file.text);
  if (!parsed.ok) return parsed.faults;
  const packs = shippedPackFiles();
  const loaded = loadPacks(packs, file);
  if (loaded.ok) {
    // A fill for a plan that nobody has would be passed over in silence.
    const plans = new Set(loaded.book.packs.map((pack) => pack.plan));
    return parsed.value.fills.flatMap(({ plan }, at) =>
      plans.has(plan) ? [] : [{ path: `fills[${at}].plan`, value: plan, reason: "没有这个统筹区的政策包" }],
    );
  }
  return loaded.faults.map(({ path, value, reason, file: where }) => ({
    path: `${where}: ${path}`,
    value,
    reason,
  }));
}

async function diff(names: readonly string[], io: Io): Promise<ExitCode> {
  const [before, after] = names;
  if (before === undefined || after === undefined || names.length !== 2)
    throw new UsageError("packs diff 需要两个政策包");
  const a = flatten(readPack(before));
  const b = flatten(readPack(after));
  for (const path of [...new Set([...a.keys(), ...b.keys()])].toSorted()) {
    const [was, is] = [a.get(path) ?? null, b.get(path) ?? null];
    if (isDeepStrictEqual(was, is)) continue;
    await writeJson(io, {
      path,
      change: was === null ? "added" : is === null ? "removed" : "changed",
      before: was,
      after: is,
    });
  }
  return 0;
}

function readPack(name: string): Pack {
  const shipped = shippedPackFiles().find((file) => idOf(file) === name);
  const parsed = parsePack((shipped ?? readSource(name, name)).text);
  if (parsed.ok) return parsed.value;
  throw new UsageError(
    `${name}：${parsed.faults.map((fault) => `${fault.path} ${fault.reason}`).join("；")}`,
  );
}

function idOf(file: SourceFile): string | null {
  const parsed = parsePack(file.text);
  if (!parsed.ok) return null;
  return compilePack(parsed.value, { sha256: file.sha256, supplement: null, supplied: new Set() }).id;
}

/** Every rule of a pack by its path, and the head of the pack by its fields. */
function flatten(pack: Pack): Map<string, unknown> {
  const rules = new Map<string, unknown>();
  for (const { path, versions } of versionLists(pack)) rules.set(path, versions);
  for (const key of ["plan", "name", "region", "from", "to", "trialTo", "populations", "sources"] as const) {
    rules.set(key, pack[key] ?? null);
  }
  return rules;
}
