/** The last message number given out: the second it belongs to ("yyyyMMddHHmmss") and its four digits. */
export interface MsgidCounter {
  readonly second: string;
  readonly last: number;
}

/** Numbers that this terminal may use within one second. */
export interface MsgidBlock {
  readonly from: number;
  readonly to: number;
}

/**
 * The next message number: within a second they count up inside the terminal's block; an exhausted block goes on with
 * the next second. A clock that stands still or steps back never gives a number twice.
 *
 * @param second  now, "yyyyMMddHHmmss" in Shanghai
 * @param nextSecond  the second after a given one
 */
export function nextMsgid(
  second: string,
  counter: MsgidCounter | null,
  block: MsgidBlock,
  nextSecond: (second: string) => string,
): MsgidCounter {
  if (counter === null || second > counter.second) return { second, last: block.from };
  if (counter.last < block.to) return { second: counter.second, last: counter.last + 1 };
  return { second: nextSecond(counter.second), last: block.from };
}

/** Institution code, second and four digits: the id of one message. */
export function formatMsgid(institutionCode: string, { second, last }: MsgidCounter): string {
  return `${institutionCode}${second}${String(last).padStart(4, "0")}`;
}
