/** Sends one command to the card and gives its answer; rejects when the card or the reader is gone. */
export type Transmit = (command: Buffer) => Promise<Buffer>;

/** What a card answered: data, and the two bytes that say how it went. */
export interface Answer {
  readonly data: Buffer;
  readonly status: number;
}

export const done = 0x9000;
/** How often a card may say that more is waiting: 64 × 256 bytes are more than any of its files. */
const moreMax = 64;

/** A command of ISO 7816-4, cases 1 to 4 short. @param expected  how many bytes may come back, 256 for all; null: none */
export function command(
  [instruction, p1, p2]: readonly [instruction: number, p1: number, p2: number],
  data: Uint8Array = new Uint8Array(),
  expected: number | null = null,
): Buffer {
  const head = [0x00, instruction, p1, p2];
  const body = data.length === 0 ? [] : [data.length, ...data];
  return Buffer.from([...head, ...body, ...(expected === null ? [] : [expected % 256])]);
}

/**
 * Sends a command and gathers its whole answer: 61xx means that more is waiting, 6Cxx that another length is wanted.
 *
 * @throws Error when the card answers with less than a status
 */
export async function exchange(transmit: Transmit, sent: Buffer): Promise<Answer> {
  let answer = await answerTo(transmit, sent);
  if (answer.status >> 8 === 0x6c && sent.length === 5)
    answer = await answerTo(transmit, Buffer.from([...sent.subarray(0, 4), answer.status & 0xff]));
  const parts = [answer.data];
  for (let more = 0; answer.status >> 8 === 0x61; more += 1) {
    if (more === moreMax) throw new Error("the card never comes to an end");
    answer = await answerTo(transmit, command([0xc0, 0, 0], undefined, answer.status & 0xff));
    parts.push(answer.data);
  }
  return { data: Buffer.concat(parts), status: answer.status };
}

async function answerTo(transmit: Transmit, sent: Buffer): Promise<Answer> {
  const bytes = await transmit(sent);
  if (bytes.length < 2) throw new Error("no status from the card");
  return { data: bytes.subarray(0, -2), status: bytes.readUInt16BE(bytes.length - 2) };
}

const reasons: ReadonlyMap<number, string> = new Map([
  [0x6283, "卡内应用已锁定，请参保人到发卡机构处理"],
  [0x6300, "校验未通过"],
  [0x6581, "卡片存储故障"],
  [0x6700, "读卡指令长度有误"],
  [0x6881, "卡片不支持此通道"],
  [0x6982, "须先校验卡密码"],
  [0x6983, "卡密码已锁定，请参保人到发卡机构解锁"],
  [0x6984, "卡密码已失效"],
  [0x6985, "卡片状态不允许此操作"],
  [0x6986, "未选择卡内文件"],
  [0x6a81, "卡片不支持此功能，可能已停用"],
  [0x6a82, "卡内没有社会保障应用，不是社会保障卡"],
  [0x6a83, "卡内没有此记录"],
  [0x6a86, "读卡指令参数有误"],
  [0x6a88, "卡内没有此数据"],
  [0x6b00, "读卡指令参数有误"],
  [0x6d00, "卡片不支持此指令"],
  [0x6e00, "卡片不支持此类指令"],
  [0x6f00, "卡片内部故障"],
]);

/** What a status means to a cashier; one that nobody knows is told as it came. */
export function reasonOf(status: number): string {
  if ((status & 0xfff0) === 0x63c0) return `卡密码不正确，还可试 ${status & 0x0f} 次`;
  return reasons.get(status) ?? `卡片返回 ${status.toString(16).toUpperCase().padStart(4, "0")}`;
}
