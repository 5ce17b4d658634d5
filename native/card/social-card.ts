import type { Answer, Transmit } from "./apdu.ts";
import { command, done, exchange, reasonOf } from "./apdu.ts";
import type { Card, CardFault, CardResult, Check } from "./card-fields.ts";
import { isCardNo, isCardSn, isCertNo, isDay, isName } from "./card-fields.ts";
import { gb18030Of } from "./card-text.ts";
import { readTlv } from "./tlv.ts";

/** Name of the application: "sx1.sh.社会保障" in GBK. */
export const socialCardName = Buffer.concat([Buffer.from("sx1.sh."), Buffer.from("c9e7bbe1b1a3d5cf", "hex")]);

type Field = keyof Omit<Card, "region">;

interface Entry {
  readonly field: Field;
  readonly name: string;
  /** Number of the record, and the tag in it. */
  readonly tag: number;
  readonly read: (value: Uint8Array) => string | null;
  readonly check: Check;
  readonly needed: boolean;
}

/** The files of the application and what is read of them. @source 社会保障卡 DF 文件 EF05、EF06 */
const files: readonly { readonly id: number; readonly entries: readonly Entry[] }[] = [
  {
    id: 0xef05,
    entries: [
      { field: "cardSn", name: "卡识别码", tag: 0x01, read: hexOf, check: isCardSn, needed: true },
      { field: "issuedOn", name: "发卡日期", tag: 0x05, read: dayOf, check: isDay, needed: false },
      { field: "validTo", name: "卡有效期", tag: 0x06, read: dayOf, check: isDay, needed: false },
      { field: "cardNo", name: "卡号", tag: 0x07, read: textOf, check: isCardNo, needed: true },
    ],
  },
  {
    id: 0xef06,
    entries: [
      { field: "certNo", name: "社会保障号码", tag: 0x08, read: textOf, check: isCertNo, needed: true },
      { field: "name", name: "姓名", tag: 0x09, read: textOf, check: isName, needed: true },
    ],
  },
];

const recordNotFound = 0x6a83;

/** Reads who a social security card belongs to. @throws what `transmit` throws: the card or its reader is gone */
export async function readSocialCard(transmit: Transmit): Promise<CardResult> {
  const selected = await exchange(transmit, command([0xa4, 0x04, 0x00], socialCardName, 256));
  if (selected.status !== done) return wrong([{ field: "应用", reason: reasonOf(selected.status) }]);
  const found = new Map<Field, string>();
  const faults: CardFault[] = [];
  for (const { id, entries } of files) {
    const file = await exchange(transmit, command([0xa4, 0x02, 0x00], Buffer.from([id >> 8, id & 0xff])));
    if (file.status !== done) {
      faults.push({ field: id.toString(16).toUpperCase(), reason: reasonOf(file.status) });
      continue;
    }
    for (const entry of entries) {
      const record = await exchange(transmit, command([0xb2, entry.tag, 0x04], undefined, 256));
      const read = valueOf(entry, record);
      if (read.reason !== null) faults.push({ field: entry.name, reason: read.reason });
      else if (read.value !== null) found.set(entry.field, read.value);
    }
  }
  return faults.length > 0 ? wrong(faults) : { ok: true, card: cardOf(found) };
}

interface Read {
  readonly value: string | null;
  readonly reason: string | null;
}

function valueOf({ tag, read, check, needed }: Entry, { data, status }: Answer): Read {
  const nothing = { value: null, reason: needed ? "缺少" : null };
  if (status === recordNotFound) return nothing;
  if (status !== done) return { value: null, reason: reasonOf(status) };
  const parsed = readTlv(data);
  if (!parsed.ok) return { value: null, reason: "记录不是 TLV 结构" };
  const object = parsed.items.find((item) => item.tag === tag);
  if (object === undefined || withoutFill(object.value).length === 0) return nothing;
  const value = read(object.value);
  if (value === null) return { value: null, reason: "不是 GBK 文字" };
  return { value, reason: check(value) };
}

function cardOf(found: ReadonlyMap<Field, string>): Card {
  const cardSn = found.get("cardSn") ?? null;
  const region = cardSn?.slice(0, 6) ?? null;
  return {
    // 卡识别码 begins with the region that issued the card.
    region: region !== null && /^\d{6}$/.test(region) ? region : null,
    certNo: found.get("certNo") ?? null,
    cardNo: found.get("cardNo") ?? null,
    cardSn,
    name: found.get("name") ?? null,
    issuedOn: found.get("issuedOn") ?? null,
    validTo: found.get("validTo") ?? null,
  };
}

function hexOf(value: Uint8Array): string {
  return Buffer.from(value).toString("hex").toUpperCase();
}

function textOf(value: Uint8Array): string | null {
  return gb18030Of(withoutFill(value))?.trim() ?? null;
}

/** Four bytes of two digits each, or eight digits. */
function dayOf(value: Uint8Array): string | null {
  return value.length === 4 ? hexOf(value) : textOf(value);
}

/** What a card fills a field of fixed length with. */
function withoutFill(value: Uint8Array): Uint8Array {
  const end = value.findLastIndex((byte) => byte !== 0x00 && byte !== 0xff && byte !== 0x20);
  return value.subarray(0, end + 1);
}

function wrong(faults: readonly CardFault[]): CardResult {
  return { ok: false, faults };
}
