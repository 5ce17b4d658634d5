import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { openTerminal } from "../../src/app/open-terminal.ts";
import { csvFile, xlsxFile } from "../app/exports/rows-of.ts";
import { createBooks, morning, requestOf, temporaryDir, valueOf } from "../app/test-desk.ts";
import { jsonLines, program, runOnestop } from "./run-onestop.ts";

const day = "2024-05-10";

/** Books with so many sales of a day. */
function booksWith(sales: number): string {
  const dir = temporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true }));
  createBooks(dir, { plan: "shiyan" });
  const terminal = openTerminal({ dir, passphrase: null, clock: () => morning });
  terminal.each(
    Array.from({ length: sales }, (_, at) => () => {
      const sample = { person: { psnNo: `99P${at}` }, items: [{ price: `${at}.01` }] };
      valueOf(terminal.commit(requestOf(`k${at}`, sample)));
    }),
  );
  terminal.close();
  return dir;
}

test("export writes a file for its owner and says what is in it; wrong words write nothing", async () => {
  const dir = booksWith(2);
  const out = join(dir, "out.csv");
  const asked = ["export", "--data", dir, "--day", day, "--format", "csv", "--out", out];
  const done = await runOnestop(asked);
  expect(done.code).toBe(0);
  expect(jsonLines(done.out)).toMatchObject([{ ok: true, out, rows: 2, bytes: statSync(out).size }]);
  expect(csvFile(out, "utf8").map((cells) => cells[9])).toEqual(["费用总额", "0.01", "1.01"]);
  expect(await runOnestop(asked)).toMatchObject({ code: 1, out: "" });
  const zip = join(dir, "out.zip");
  const told = await runOnestop(["export", "--data", dir, "--day", day, "--format", "3202", "--out", zip]);
  expect(jsonLines(told.out)).toMatchObject([{ ok: true, rows: 2 }]);
  for (const wrong of [
    ["--day", day, "--format", "pdf", "--out", out],
    ["--day", "2024-02-30", "--format", "csv", "--out", out],
    ["--from", day, "--format", "csv", "--out", out],
    ["--from", day, "--to", "2024-05-09", "--format", "csv", "--out", out],
    ["--day", day, "--format", "csv"],
    ["names", "--day", day, "--format", "csv", "--out", out],
  ])
    expect(await runOnestop(["export", "--data", dir, ...wrong])).toMatchObject({ code: 2, out: "" });
});

/** Asks for the lines of 3000 sales, and sends a signal when some rows have been written. */
async function stoppedMidway(dir: string, format: "xlsx" | "csv", signal: "SIGKILL" | "SIGTERM") {
  const out = join(dir, `out.${format}`);
  const args = ["export", "lines", "--data", dir, "--day", day, "--format", format, "--out", out];
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  // The first word of progress comes when rows have been written; the rest of them is still to come.
  const [word] = (await once(child.stderr, "data")) as [Buffer];
  child.kill(signal);
  await once(child, "close");
  const { done = 0 } = JSON.parse(word.toString("utf8").split("\n")[0] ?? "") as { done?: number };
  expect(done).toBeLessThan(3000);
  expect(existsSync(out)).toBe(false);
  const left = (): string[] => readdirSync(dir).filter((name) => name.startsWith("out."));
  return { out, args, left, code: child.exitCode };
}

const amountsIn = {
  csv: (file: string) => csvFile(file, "utf8").map((cells) => cells[11]),
  xlsx: (file: string) => xlsxFile(file).sheets.flatMap((rows) => rows.map((cells) => cells[11])),
};

// A table is written by the process itself, text by threads of it.
test.each(["xlsx", "csv"] as const)(
  "killed in the middle, nothing stands under the name, and the same export is begun again: %s",
  async (format) => {
    const { out, args, left } = await stoppedMidway(booksWith(3000), format, "SIGKILL");
    expect(left()).toEqual([`out.${format}.part`]);
    const again = await runOnestop(args);
    expect(jsonLines(again.out)).toMatchObject([{ ok: true, rows: 3000 }]);
    expect(left()).toEqual([`out.${format}`]);
    expect(amountsIn[format](out)).toEqual(["金额", ...Array.from({ length: 3000 }, (_, at) => `${at}.01`)]);
  },
);

test("told to stop in the middle, it ends its threads and leaves nothing", async () => {
  const { left, code } = await stoppedMidway(booksWith(3000), "csv", "SIGTERM");
  expect(code).toBe(1);
  expect(left()).toEqual([]);
});
