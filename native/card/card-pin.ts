import type { Transmit } from "./apdu.ts";
import { command, done, exchange, reasonOf } from "./apdu.ts";
import { socialCardName } from "./social-card.ts";

/** What a card says to a PIN. `triesLeft` is null where it does not tell. */
export type PinAnswer =
  { readonly ok: true } | { readonly ok: false; readonly triesLeft: number | null; readonly reason: string };

const verify = [0x20, 0x00, 0x00] as const;
const blocked = 0x6983;

/**
 * Has the card check its PIN, once. The digits are wiped wherever they stood, also when the card is torn out; they are in
 * no error and no log.
 *
 * @param pin  the digits as ASCII bytes; zeros afterwards
 */
export async function verifyPin(transmit: Transmit, pin: Uint8Array): Promise<PinAnswer> {
  const packed = packedOf(pin);
  pin.fill(0);
  if (packed === null) return { ok: false, triesLeft: null, reason: "卡密码应为 4 至 12 位偶数个数字" };
  try {
    const selected = await exchange(transmit, command([0xa4, 0x04, 0x00], socialCardName, 256));
    if (selected.status !== done) return { ok: false, triesLeft: null, reason: reasonOf(selected.status) };
    const sent = command(verify, packed);
    try {
      // Never sent twice: a second try costs the person one.
      const answer = await transmit(sent);
      if (answer.length < 2) throw new Error("no status from the card");
      return pinAnswer(answer.readUInt16BE(answer.length - 2));
    } finally {
      sent.fill(0);
    }
  } finally {
    packed.fill(0);
  }
}

/** How many wrong PINs the card still takes, without trying one; null where it does not tell. */
export async function pinTriesLeft(transmit: Transmit): Promise<number | null> {
  const selected = await exchange(transmit, command([0xa4, 0x04, 0x00], socialCardName, 256));
  if (selected.status !== done) return null;
  const { status } = await exchange(transmit, command(verify));
  if (status === blocked) return 0;
  return (status & 0xfff0) === 0x63c0 ? status & 0x0f : null;
}

function pinAnswer(status: number): PinAnswer {
  if (status === done) return { ok: true };
  const triesLeft = (status & 0xfff0) === 0x63c0 ? status & 0x0f : status === blocked ? 0 : null;
  return { ok: false, triesLeft, reason: reasonOf(triesLeft === 0 ? blocked : status) };
}

/** Two digits a byte. */
function packedOf(pin: Uint8Array): Uint8Array | null {
  const isPin = pin.length >= 4 && pin.length <= 12 && pin.length % 2 === 0;
  if (!isPin || pin.some((byte) => byte < 0x30 || byte > 0x39)) return null;
  const packed = new Uint8Array(pin.length / 2);
  for (const [at, byte] of pin.entries()) packed[at >> 1] = ((packed[at >> 1] ?? 0) << 4) | (byte - 0x30);
  return packed;
}
