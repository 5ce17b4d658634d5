import { parseArgs } from "node:util";

import type { Command, Io } from "./command.ts";
import { openDesk } from "./desk.ts";
import { explanationOf } from "./explanation.ts";
import { lineBytesMax } from "./lines.ts";
import { shippedBook } from "./pack-files.ts";

/** One claim on stdin → an explanation for people, every step with its clause. */
export const explainCommand: Command = {
  usage: "explain [--supplement demo|<文件>]",
  does: "从标准输入读取一份结算请求（JSON），逐步说明每一分钱的来历和依据",
  run: async (args, io) => {
    const { values } = parseArgs({ args: [...args], options: { supplement: { type: "string" } } });
    const desk = openDesk(shippedBook(values.supplement ?? null), { carry: false, explain: true });
    const answer = desk.settleText(await readAll(io));
    await io.write(explanationOf(answer));
    return answer.ok ? 0 : 1;
  },
};

/** Text that is not UTF-8 keeps its replacement marks and fails as JSON or as a field. */
async function readAll(io: Io): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of io.input) {
    bytes += part.length;
    if (bytes > lineBytesMax) break;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
