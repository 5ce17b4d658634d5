import { parseArgs } from "node:util";

import { z } from "zod";

import type { Fault } from "../base/faults.ts";
import { faultsOf } from "../base/faults.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import type { Terminal } from "../app/terminal.ts";
import { designations, institutionTypes, levels } from "../rules/schema-parts.ts";
import type { Command, ExitCode, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { defaultDataDir, withWords } from "./data-dir.ts";
import { printRecoveryKey } from "./keys-command.ts";
import { makeDirectory } from "./make-directory.ts";
import { readSource } from "./pack-files.ts";

const institutionShape = z.strictObject({
  code: z.string().regex(/^[0-9A-Z]{12}$/, "应为 12 位定点医药机构编号"),
  name: z.string().min(1).max(200),
  type: z.enum(institutionTypes),
  level: z.enum(levels),
  region: z.string().regex(/^\d{6}$/, "应为六位行政区划代码"),
  designations: z.array(z.enum(designations)),
});

/** Makes the data directory of an institution. */
export const initCommand: Command = {
  usage: "init [--data <目录>] (--demo | --institution <机构.json>)",
  does: "建立机构的数据目录；--demo 装入示范城镇（虚构人员、目录、操作员），并写出 demo.json",
  run: async (args, io) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: "string" },
        demo: { type: "boolean", default: false },
        institution: { type: "string" },
      },
    });
    const dir = values.data ?? defaultDataDir();
    return await withWords(io, async () => await init(io, dir, values));
  },
};

async function init(
  io: Io,
  dir: string,
  { demo, institution: file }: { readonly demo: boolean; readonly institution?: string | undefined },
): Promise<ExitCode> {
  if (!demo && file === undefined)
    throw new UsageError(
      "请用 --institution 指明机构信息文件（编号、名称、类型、级别、区划、定点类别），或用 --demo",
    );
  const { institution, recoveryKey } = makeDirectory(dir, {
    demo,
    institution: file === undefined ? null : readInstitution(file),
  });
  if (recoveryKey !== null) printRecoveryKey(io, recoveryKey);
  await writeJson(io, { ok: true, data: dir, institution: institution.code, demo });
  return 0;
}

function readInstitution(path: string): Terminal["institution"] {
  const json = parseStrictJson(readSource(path, path).text);
  if (!json.ok) throw wrongInstitution(json.faults);
  const parsed = institutionShape.safeParse(json.value);
  if (!parsed.success) throw wrongInstitution(faultsOf(parsed.error.issues, json.value));
  return parsed.data;
}

function wrongInstitution(faults: readonly Fault[]): UsageError {
  return new UsageError(`机构信息有误：${faults.map((fault) => `${fault.path} ${fault.reason}`).join("；")}`);
}
