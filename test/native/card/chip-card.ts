import { present } from "../../../src/base/assert.ts";
import { socialCardName } from "../../../native/card/social-card.ts";
import { sampleCard } from "./sample-cards.ts";

/** How a card behaves. Records are named by file and number: "ef06 9". */
export interface Chip {
  readonly files?: ReadonlyMap<string, Buffer>;
  readonly name?: Buffer;
  readonly without?: string;
  readonly certNo?: string;
  /** Hex in the place of a record. */
  readonly replace?: Readonly<Record<string, string>>;
  readonly status?: Readonly<Record<string, number>>;
  readonly pin?: string;
  /** Gives answers by GET RESPONSE, as cards of protocol T=0 do. */
  readonly inParts?: boolean;
  /** Wants the very length of a record. */
  readonly exactLength?: boolean;
  readonly tornAfter?: number;
}

export function record(tag: number, value: Uint8Array): Buffer {
  return Buffer.from([tag, value.length, ...value]);
}

/** The files of the card of `sampleCard`. */
export function plainFiles(certNo: string = sampleCard.certNo): Map<string, Buffer> {
  return new Map([
    ["ef05 1", record(1, Buffer.from(sampleCard.cardSn, "hex"))],
    ["ef05 5", record(5, Buffer.from(sampleCard.issuedOn, "hex"))],
    ["ef05 6", record(6, Buffer.from(sampleCard.validTo, "hex"))],
    ["ef05 7", record(7, Buffer.from(sampleCard.cardNo))],
    ["ef06 8", record(8, Buffer.from(certNo))],
    // 张示安
    ["ef06 9", record(9, Buffer.from("d5c5cabeb0b2", "hex"))],
  ]);
}

interface Asked {
  readonly buffer: Buffer;
  readonly wasVerify: boolean;
}

export interface ChipCard {
  readonly transmit: (command: Buffer) => Promise<Buffer>;
  readonly asked: readonly Asked[];
  /** As when the reader takes the power away. */
  readonly reset: () => void;
}

/** A social security card: its application, two files of records and a PIN that counts wrong tries. */
export function chipCard(chip: Chip): ChipCard {
  const asked: Asked[] = [];
  const files = new Map(chip.files ?? plainFiles(chip.certNo));
  if (chip.without !== undefined) files.delete(chip.without);
  for (const [name, hex] of Object.entries(chip.replace ?? {})) files.set(name, Buffer.from(hex, "hex"));
  const state: { isOpen: boolean; file: string; waiting: Uint8Array } = {
    isOpen: false,
    file: "",
    waiting: Buffer.alloc(0),
  };
  const answer = (command: Buffer): Buffer => {
    const [, instruction = 0, p1 = 0] = command;
    const length = command.length > 5 ? (command[4] ?? 0) : 0;
    const data = command.subarray(5, 5 + length);
    if (instruction === 0xc0) return ended(state.waiting, 0x9000);
    if (instruction === 0xa4) return p1 === 4 ? select(data) : selectFile(data);
    if (instruction === 0xb2) return readRecord(p1, command[4] ?? 0);
    if (instruction === 0x20) return verify(data);
    return ended(Buffer.alloc(0), 0x6d00);
  };
  const given = (bytes: Buffer): Buffer => {
    if (chip.inParts !== true) return ended(bytes, 0x9000);
    state.waiting = bytes;
    return ended(Buffer.alloc(0), 0x6100 + bytes.length);
  };
  const select = (name: Buffer): Buffer => {
    state.isOpen = name.equals(chip.name ?? socialCardName);
    state.file = "";
    return state.isOpen ? given(record(0x6f, record(0x84, name))) : ended(Buffer.alloc(0), 0x6a82);
  };
  const selectFile = (id: Buffer): Buffer => {
    const name = id.toString("hex");
    const status = chip.status?.[name] ?? (state.isOpen ? 0x9000 : 0x6985);
    if (status === 0x9000) state.file = name;
    return ended(Buffer.alloc(0), status);
  };
  const readRecord = (number: number, expected: number): Buffer => {
    const name = `${state.file} ${number}`;
    const status = chip.status?.[name] ?? (state.file === "" ? 0x6986 : 0x9000);
    const bytes = files.get(name);
    if (status !== 0x9000) return ended(Buffer.alloc(0), status);
    if (bytes === undefined) return ended(Buffer.alloc(0), 0x6a83);
    const isExact = chip.exactLength !== true || expected === bytes.length;
    return isExact ? given(bytes) : ended(Buffer.alloc(0), 0x6c00 + bytes.length);
  };
  const verify = pinCheck(chip.pin);
  return {
    asked,
    reset: () => {
      state.isOpen = false;
      state.file = "";
    },
    transmit: async (command) => {
      asked.push({ buffer: command, wasVerify: command[1] === 0x20 });
      if (asked.length - 1 >= (chip.tornAfter ?? Infinity)) throw new Error("torn out");
      return await Promise.resolve(answer(command));
    },
  };
}

/** Three wrong ones in a row and no more; asked without one it tells how many are left. */
function pinCheck(right: string | undefined): (pin: Buffer) => Buffer {
  let tries = 3;
  return (pin) => {
    if (tries === 0) return ended(Buffer.alloc(0), 0x6983);
    if (pin.length === 0) return ended(Buffer.alloc(0), 0x63c0 + tries);
    const isRight = pin.toString("hex") === present(right, "pin");
    tries = isRight ? 3 : tries - 1;
    return ended(Buffer.alloc(0), isRight ? 0x9000 : 0x63c0 + tries);
  };
}

function ended(data: Uint8Array, status: number): Buffer {
  return Buffer.from([...data, status >> 8, status & 0xff]);
}
