import type { Transmit } from "../../../native/card/apdu.ts";
import type { CardResult } from "../../../native/card/card-fields.ts";
import { parseCardBytes, parseCardText } from "../../../native/card/card-string.ts";
import { parseIdCardText } from "../../../native/card/id-card-string.ts";
import { openCardFrames } from "../../../native/card/serial-card.ts";
import { readSocialCard } from "../../../native/card/social-card.ts";
import { readTlv } from "../../../native/card/tlv.ts";
import { openVendorLines, vendorLimits } from "../../../native/card/vendor-lines.ts";
import type { Random } from "../../oracle/random.ts";
import { randomFrom } from "../../oracle/random.ts";
import type { Fuzzed } from "../fuzz-frames.ts";
import { sampleCard, sampleFields } from "./sample-cards.ts";

const faultsMax = 5;
const fieldMax = 200;
const secret = sampleCard.certNo;
/** A card reader asks no more than this of a card, however it answers. */
const commandsMax = 800;

/** Feeds the parsers of cards what no reader should send; `frames` counts what was read as a card all the same. */
export async function fuzzCards(seed: number, inputs: number): Promise<Fuzzed> {
  const faults: string[] = [];
  const frameEvent = openCardFrames("fuzz");
  let frames = 0;
  for (let at = 0; at < inputs && faults.length < faultsMax; at += 1) {
    const own = (seed + at) >>> 0;
    try {
      frames += await fuzzOne(randomFrom(own), frameEvent);
    } catch (error) {
      faults.push(`seed ${own}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { inputs, frames, faults };
}

async function fuzzOne(random: Random, frameEvent: ReturnType<typeof openCardFrames>): Promise<number> {
  return await random.weighed<() => number | Promise<number>>([
    [4, () => look(parseCardBytes(bytesOf(random, sampleBytes(random))))],
    [2, () => look(parseCardText(textOf(random)))],
    [2, () => look(parseIdCardText(textOf(random)))],
    [2, () => fuzzFrame(random, frameEvent)],
    [4, () => fuzzTlv(random)],
    [3, () => fuzzChip(random)],
    [4, () => fuzzDriver(random)],
  ])();
}

/** A card that was read is a card; one that was not has its reasons, which tell nothing of whose it is. */
function look(result: CardResult): number {
  if (!result.ok) {
    if (result.faults.length === 0) throw new Error("refused without a reason");
    if (JSON.stringify(result.faults).includes(secret)) throw new Error("a fault repeats the number");
    return 0;
  }
  const { card } = result;
  for (const [field, value] of Object.entries(card))
    if (value !== null && value.length > fieldMax) throw new Error(`${field} has ${value.length} signs`);
  if (card.certNo === null && card.cardNo === null) throw new Error("a card of nobody");
  return 1;
}

function fuzzFrame(random: Random, frameEvent: ReturnType<typeof openCardFrames>): number {
  const bytes = bytesOf(random, sampleBytes(random));
  const ending = random.pick(["end", "idle", "tooLong", "stray", "cut"] as const);
  const { change, reason, card } = frameEvent({ bytes, ending, from: 0, to: 1 }, 1);
  if ((change === "read") !== (card !== null && reason === null)) throw new Error("read and not read");
  return card === null ? 0 : 1;
}

function fuzzTlv(random: Random): number {
  const bytes = bytesOf(random, tlvOf(random));
  const parsed = readTlv(bytes);
  if (!parsed.ok) return 0;
  const inside = parsed.items.reduce((sum, { value }) => sum + value.length, 0);
  if (inside > bytes.length) throw new Error("more inside than there is");
  return parsed.items.length;
}

async function fuzzChip(random: Random): Promise<number> {
  let commands = 0;
  const transmit: Transmit = async () => {
    commands += 1;
    if (commands > commandsMax) throw new RangeError("a card is asked for ever");
    return await Promise.resolve(answerOf(random));
  };
  try {
    return look(await readSocialCard(transmit));
  } catch (error) {
    // A card that answers with less than a status, or never ends, is told by these; whoever reads it knows them.
    const isTold = error instanceof Error && /^(?:no status from|the card never comes)/.test(error.message);
    if (isTold) return 0;
    throw error;
  }
}

function answerOf(random: Random): Buffer {
  const status = random.weighed<readonly number[]>([
    [10, [0x90, 0x00]],
    [2, [0x61, random.whole(0, 255)]],
    [2, [0x6c, random.whole(0, 255)]],
    [2, [0x6a, 0x83]],
    [1, [random.whole(0, 255), random.whole(0, 255)]],
    [1, []],
  ]);
  const data = random.chance(0.6) ? tlvOf(random) : bytesOf(random, Buffer.alloc(0));
  return Buffer.concat([data.subarray(0, 300), Buffer.from(status)]);
}

function fuzzDriver(random: Random): number {
  let told = 0;
  const end = { killed: false };
  const say = (): void => {
    if (end.killed) throw new Error("told something after it was stopped");
    told += 1;
  };
  const voice = { state: say, moved: say, read: say, unreadable: say, hush: () => undefined };
  let clock = 0;
  const { hear, held } = openVendorLines(
    { voice, limits: { ...vendorLimits, lineBytesMax: 512 }, now: () => (clock += 20) },
    () => {
      end.killed = true;
    },
    () => undefined,
  );
  for (let left = random.whole(1, 6); left > 0; left -= 1) {
    const whole = Buffer.from(`${lineOf(random)}${random.pick(["\n", "\r\n", "", "\n\n"])}`);
    const chunk = Buffer.from(bytesOf(random, whole));
    hear(chunk);
    if (held() > 512 + chunk.length) throw new Error(`${held()} bytes held`);
    if (end.killed && held() > 0) throw new Error("something is held after the end");
  }
  return told;
}

function lineOf(random: Random): string {
  return random.pick<() => string>([
    () => '{"tell":"ready","driver":"fuzz 1"}',
    () => JSON.stringify({ tell: "card", card: { ...sampleCard, [random.pick(["name", "region"])]: null } }),
    () => JSON.stringify({ tell: "cardString", text: sampleFields.join("|") }),
    () => JSON.stringify({ tell: "fault", reason: "x".repeat(random.whole(0, 300)) }),
    () => `{"tell":${"[".repeat(random.whole(0, 400))}`,
    () => random.pick(["null", "1", '{"tell":"alive"}', '{"__proto__":{"tell":"alive"}}', ""]),
  ])();
}

function sampleBytes(random: Random): Buffer {
  const name = random.pick([
    Buffer.from("张示安"),
    Buffer.from("d5c5cabeb0b2", "hex"),
    Buffer.from([0x81, 0x30]),
  ]);
  const fields = sampleFields.map((field, at) => (at === 4 ? name : Buffer.from(field)));
  const bar = Buffer.from("|");
  return Buffer.concat(fields.slice(0, random.whole(5, 11)).flatMap((field) => [field, bar]));
}

function textOf(random: Random): string {
  const idCard = ["张示安", "女", "汉", "19900307", "虚构省", secret, "20200101", "长期", "示范分局"];
  const fields = random.chance(0.5) ? [...sampleFields] : idCard;
  for (let left = random.whole(0, 3); left > 0; left -= 1)
    fields[random.whole(0, fields.length - 1)] = random.pick([
      "",
      "|",
      "\0",
      "\u{20BB7}",
      "x".repeat(300),
      secret,
    ]);
  return `${fields.join("|")}${random.pick(["|", "", "||", "\r\n", "|\0\0"])}`;
}

function tlvOf(random: Random): Buffer {
  const parts = Array.from({ length: random.whole(1, 4) }, () => {
    const value = Buffer.from(
      random.pick(["", sampleCard.certNo, "张示安", "20240101", sampleCard.cardSn, "y".repeat(200)]),
    );
    const length = value.length < 0x80 ? [value.length] : [0x81, value.length];
    return Buffer.concat([Buffer.from([random.pick([1, 5, 6, 7, 8, 9, 0x1f, 0x5f]), ...length]), value]);
  });
  return Buffer.concat([...parts, Buffer.alloc(random.whole(0, 3), random.pick([0x00, 0xff]))]);
}

/** What was meant, with some of it changed, cut off or filled up; or anything at all. */
function bytesOf(random: Random, meant: Buffer): Uint8Array {
  if (random.chance(0.2)) return Uint8Array.from({ length: random.whole(0, 60) }, () => random.whole(0, 255));
  if (random.chance(0.02)) return new Uint8Array(random.whole(0, 6000)).fill(random.whole(0, 255));
  const changed = Uint8Array.from(meant);
  for (let left = random.whole(0, 3); left > 0 && changed.length > 0; left -= 1)
    changed[random.whole(0, changed.length - 1)] = random.whole(0, 255);
  return random.chance(0.2) ? changed.slice(0, random.whole(0, changed.length)) : changed;
}
