import type { ServerResponse } from "node:http";

import type { Fen } from "../base/money.ts";
import { fen, formatFen, subtractFen, addFen } from "../base/money.ts";
import { signedFen, signedMoney } from "../wire/scalars.ts";
import type { Answer } from "../wire/envelope.ts";
import type { Struck } from "./misbehaviour.ts";

/** The code and words with which a centre that does not want to work turns a message away; null: it works. */
export function turnedAway(struck: Struck): { readonly infcode: -1 | -2; readonly words: string } | null {
  const { refuse, fault, yearEndStop, maintenance } = struck;
  if (yearEndStop !== undefined)
    return { infcode: -1, words: `CENTRE_STOPPED 年终停机，未受理${untilText(yearEndStop.until)}` };
  if (maintenance !== undefined)
    return { infcode: -1, words: `CENTRE_MAINTENANCE 系统维护，未受理${untilText(maintenance.until)}` };
  if (refuse !== undefined) return { infcode: -2, words: `${refuse.code} ${refuse.message}` };
  return fault === undefined || fault.done ? null : faultWords;
}

/** What a fault of the machine says; whether it was done, nobody knows from it. */
export const faultWords = {
  infcode: -1,
  words: "INTERNAL_ERROR 中心程序故障，结果未知，请用原 msgid 重发或以 2601 冲正",
} as const;

function untilText(until: string): string {
  return until === "" ? "" : `，预计 ${until} 恢复`;
}

/** An answer whose fund is less by so much, and whose cash is more: each sum still adds up. */
export function withWrongTotals(answer: Answer, by: Fen): Answer {
  const { setlinfo } = answer.output;
  if (typeof setlinfo !== "object" || setlinfo === null) return answer;
  const wrong = Object.entries(setlinfo).map(([name, value]: readonly [string, unknown]) => {
    const sign = lessNames.has(name) ? -1 : moreNames.has(name) ? 1 : 0;
    const read = signedMoney.safeParse(value);
    if (sign === 0 || !read.success) return [name, value] as const;
    const amount = signedFen(read.data);
    return [name, formatFen(sign < 0 ? subtractFen(amount, by) : addFen(amount, by))] as const;
  });
  return { ...answer, output: { ...answer.output, setlinfo: Object.fromEntries(wrong) } };
}

const lessNames: ReadonlySet<string> = new Set(["fund_pay_sumamt", "hifp_pay"]);
const moreNames: ReadonlySet<string> = new Set([
  "psn_part_amt",
  "psn_pay",
  "psn_cash_pay",
  "pdn_cash_pay",
  "cash_payamt",
]);

/** The fen of a rule. */
export function wrongBy(struck: Struck): Fen | null {
  return struck.wrongTotals === undefined ? null : fen(struck.wrongTotals.fen);
}

/** A body with what goes over the line before it. */
export function rawAnswer(body: Uint8Array, type: string): Buffer {
  const head = [
    "HTTP/1.1 200 OK",
    `content-type: ${type}`,
    `content-length: ${body.length}`,
    "cache-control: no-store",
    "connection: close",
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), body]);
}

/** Lets so many bytes of an answer out and ends the connection: for the other side, the line broke. */
export function cutOff(response: ServerResponse, raw: Uint8Array, bytes: number): void {
  const { socket } = response;
  if (socket === null) return;
  const sent = raw.subarray(0, bytes);
  if (sent.length === 0) socket.destroy();
  else socket.write(sent, () => socket.destroy());
}
