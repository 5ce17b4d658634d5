import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { rulesCommand } from "../../src/cli/rules-command.ts";
import type { Io } from "../../src/cli/command.ts";
import { createBooks, morning, staff, temporaryDir, withStaff } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";

let centre: TestCentre;
let tokenBefore: string | undefined;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
  tokenBefore = process.env["ONESTOP_CENTRE_TOKEN"];
  process.env["ONESTOP_CENTRE_TOKEN"] = centre.token;
}, 300_000);
afterAll(async () => {
  if (tokenBefore === undefined) delete process.env["ONESTOP_CENTRE_TOKEN"];
  else process.env["ONESTOP_CENTRE_TOKEN"] = tokenBefore;
  await centre.close();
}, 120_000);

interface Said {
  readonly rules?: string;
  readonly catalogue?: string;
  readonly state?: string;
}

interface Ran {
  readonly code: number;
  readonly said: readonly Said[];
}

async function run(args: readonly string[], typed = ""): Promise<Ran> {
  let out = "";
  const io: Pick<Io, "input" | "write" | "log"> = {
    input: (async function* typing() {
      yield await Promise.resolve(Buffer.from(`${typed}\n`));
    })(),
    write: async (text) => {
      out += await Promise.resolve(text);
    },
    log: () => undefined,
  };
  const command = rulesCommand((dir) => openTerminal({ dir, passphrase: null, clock: () => morning }));
  const code = await command.run(args, io as Io);
  const lines = out.split("\n").filter((line) => line !== "");
  return { code, said: lines.map((line) => JSON.parse(line) as Said) };
}

describe("onestop rules", () => {
  test("carries rules and catalogue on a medium to a desk without a line", async () => {
    const dir = temporaryDir();
    const data = join(dir, "data");
    createBooks(data, { plan: "shiyan", moveIn: withStaff });
    const where = ["--data", data];
    const [bundle, catalogue] = [join(dir, "rules.json"), join(dir, "1305.txt")];
    expect((await run(["export", "--centre", centre.url, "--out", bundle])).code).toBe(0);
    const asked = ["export", "--centre", centre.url, "--out", catalogue, "--catalogue", "1305"];
    expect((await run(asked)).code).toBe(0);
    expect((await run(["export", "--centre", centre.url, "--out", bundle])).code).toBe(1);

    expect(await run(["import", bundle, ...where])).toMatchObject({
      code: 1,
      said: [{ ok: false, error: { code: "RULES_SIGNER_UNKNOWN" } }],
    });
    const { operator, pin } = staff.administrator;
    const trusted = ["trust", centre.centre.signer.publicKey, "--operator", operator, ...where];
    expect((await run(trusted, "000000")).said[0]).toMatchObject({ error: { code: "PIN_WRONG" } });
    expect((await run(trusted, pin)).code).toBe(0);
    const imported = await run(["import", bundle, ...where]);
    expect(imported).toMatchObject({ code: 0, said: [{ value: [{ source: "medium", state: "staged" }] }] });
    expect((await run(["import", catalogue, ...where])).said[0]).toMatchObject({
      value: { state: "staged" },
    });

    const list = (await run(where)).said;
    const ids = list.flatMap(({ rules, catalogue: id }) => rules ?? id ?? []);
    expect(ids).toHaveLength(2);
    const by = ["--operator", staff.supervisor.operator, ...where];
    for (const id of ids) expect((await run(["activate", id, ...by], staff.supervisor.pin)).code).toBe(0);
    expect((await run(where)).said.map(({ state }) => state)).toEqual([undefined, "active", "active"]);
    expect((await run(["rollback", ids[0] ?? "", ...by], staff.supervisor.pin)).code).toBe(0);
    expect((await run(where)).said[1]).toMatchObject({ state: "rolledBack" });
  });

  test("says what is missing", async () => {
    await expect(run(["import"])).rejects.toThrow("缺少参数");
    await expect(run(["export", "--out", "x"])).rejects.toThrow("--centre");
  });
});
