import { parseArgs } from "node:util";

import type { Command } from "./command.ts";
import { openDesk, unreadable } from "./desk.ts";
import { readLines } from "./lines.ts";
import { shippedBook } from "./pack-files.ts";

/** Answers are gathered to this size before they are written, so that a million lines are not a million writes. */
const chunkChars = 64 * 1024;
/** Memory is given back this often: some milliseconds in every second. */
const tidyLines = 10_000;

/** JSONL claims on stdin → JSONL results on stdout, in order; no database. */
export const settleCommand: Command = {
  usage: "settle [--carry] [--supplement demo|<文件>] [--no-steps] [--stats]",
  does: "从标准输入逐行读取结算请求（JSONL），逐行输出结果；--carry 在各行之间按人累计，--stats 在最后向标准错误报告笔数、用时和内存",
  run: async (args, io) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        carry: { type: "boolean", default: false },
        supplement: { type: "string" },
        "no-steps": { type: "boolean", default: false },
        stats: { type: "boolean", default: false },
      },
    });
    const desk = openDesk(shippedBook(values.supplement ?? null), {
      carry: values.carry,
      explain: !values["no-steps"],
    });
    const started = performance.now();
    let settled = 0;
    let refused = 0;
    let chunk = "";
    for await (const line of readLines(io.input)) {
      const answer = line.ok
        ? desk.settleText(line.text)
        : unreadable({ path: "", value: "", reason: line.reason });
      if (answer.ok) settled += 1;
      else refused += 1;
      // An answer without an id would be lost among the others: it tells its line instead.
      chunk += `${JSON.stringify(answer.claimId === null ? { line: line.number, ...answer } : answer)}\n`;
      if ((settled + refused) % tidyLines === 0) io.tidy();
      if (chunk.length < chunkChars) continue;
      await io.write(chunk);
      chunk = "";
    }
    await io.write(chunk);
    if (values.stats) io.log(`${JSON.stringify(statsOf({ settled, refused, started }))}\n`);
    return refused === 0 ? 0 : 1;
  },
};

function statsOf({ settled, refused, started }: { settled: number; refused: number; started: number }) {
  const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
  return { settled, refused, seconds, maxRssMb: Math.ceil(process.resourceUsage().maxRSS / 1024) };
}
