import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { jsonLines, program } from "./run-onestop.ts";

/** The example of the README as it stands there: the fenced block that asks for a settlement. */
function example(): string {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  const blocks = [...readme.matchAll(/```bash\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
  const [block, ...others] = blocks.filter((text) => text.includes("/fsi/api"));
  expect(others).toEqual([]);
  return block ?? "";
}

test("the README's example signs in, settles, reverses and asks, against a real demo desk", async () => {
  const desk = spawn(process.execPath, [program, "serve", "--demo"], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = (await once(desk.stdout, "data")) as [Buffer];
  const { url, token } = JSON.parse(line.toString("utf8")) as { url: string; token: string };
  const env = { ...process.env, URL: url, TOKEN: token };
  const reader = spawn("bash", ["-euo", "pipefail", "-c", example()], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const out: Buffer[] = [];
  reader.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  const [code] = (await once(reader, "close")) as [number];
  desk.kill("SIGTERM");
  await once(desk, "close");
  const answers = jsonLines(Buffer.concat(out).toString("utf8"));
  expect(answers.map((answer) => [answer["infcode"], answer["err_msg"]])).toEqual(
    Array.from({ length: 6 }, () => [0, ""]),
  );
  expect(code).toBe(0);
  const outputs = answers.map((answer) => answer["output"]);
  const money = {
    medfee_sumamt: "75.04",
    fulamt_ownpay_amt: "0.00",
    acct_pay: "75.04",
    fund_pay_sumamt: "0.00",
  };
  expect(outputs).toMatchObject([
    { signinoutb: { sign_no: expect.stringMatching(/^\w{30}$/) as string } },
    { baseinfo: { psn_no: "991000000000" }, insuinfo: [{ insutype: "310" }] },
    { setlinfo: { ...money, setl_time: null } },
    { setlinfo: { ...money, psn_cash_pay: "0.00", setl_id: expect.any(String) as string } },
    { setlinfo: { medfee_sumamt: "-75.04", acct_pay: "-75.04", psn_pay: "-75.04" } },
    { setlinfo: { ...money, psn_pay: "75.04", refd_setl_flag: "0" } },
  ]);
}, 120_000);
