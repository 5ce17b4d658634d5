import type { CardFault, CardResult, Check } from "./card-fields.ts";
import { isAnything, isCardNo, isCardSn, isCertNo, isDay, isName, isRegion } from "./card-fields.ts";
import { gb18030Of } from "./card-text.ts";

interface Field {
  readonly name: string;
  readonly check: Check;
  /** Without it nobody can be identified. */
  readonly needed: boolean;
}

/** The eleven fields of a 社会保障卡 reader in their order, each ended by a bar. @source 读卡器 ReadCardBas（38 号文格式） */
const fields: readonly Field[] = [
  { name: "发卡地区行政区划代码", check: isRegion, needed: true },
  { name: "社会保障号码", check: isCertNo, needed: true },
  { name: "卡号", check: isCardNo, needed: true },
  { name: "卡识别码", check: isCardSn, needed: true },
  { name: "姓名", check: isName, needed: true },
  { name: "卡复位信息", check: isAnything, needed: false },
  { name: "规范版本", check: isAnything, needed: false },
  { name: "发卡日期", check: isDay, needed: false },
  { name: "卡有效期", check: isDay, needed: false },
  { name: "终端机编号", check: isAnything, needed: false },
  { name: "终端设备号", check: isAnything, needed: false },
];

/** No reader sends more: eleven fields of a hundred characters. */
const bytesMax = 2048;

/** Reads what a reader of the social security card sent, in GBK, GB18030 or UTF-8. */
export function parseCardBytes(bytes: Uint8Array): CardResult {
  if (bytes.length > bytesMax) return wrong([{ field: "整串", reason: `超过 ${bytesMax} 字节` }]);
  // UTF-8 is looked for first: names of GBK are hardly ever UTF-8 by chance, the other way round they often are.
  const text = utf8Of(bytes) ?? gb18030Of(bytes);
  if (text === null) return wrong([{ field: "整串", reason: "不是 GBK/GB18030 文字，可能传输有误" }]);
  return parseCardText(text);
}

/** The same, already text. */
export function parseCardText(text: string): CardResult {
  if (text.length > bytesMax) return wrong([{ field: "整串", reason: `超过 ${bytesMax} 字符` }]);
  const parts = text.replace(/[\r\n\0]+$/, "").split("|");
  // The bar at the end ends the last field; some readers leave it out.
  if (parts.length > 1 && parts.at(-1)?.trim() === "") parts.pop();
  const faults = fields.flatMap((field, at) => faultOf(field, parts[at]?.trim()));
  if (parts.length > fields.length)
    faults.push({ field: "整串", reason: `多出 ${parts.length - fields.length} 项，应为 11 项` });
  if (faults.length > 0) return wrong(faults);
  const [region, certNo, cardNo, cardSn, name, , , issuedOn, validTo] = parts.map(orNull);
  return {
    ok: true,
    card: {
      region: region ?? null,
      certNo: certNo ?? null,
      cardNo: cardNo ?? null,
      cardSn: cardSn ?? null,
      name: name ?? null,
      issuedOn: issuedOn ?? null,
      validTo: validTo ?? null,
    },
  };
}

function faultOf({ name, check, needed }: Field, text: string | undefined): CardFault[] {
  // Fields at the end that a reader does not know are sometimes not even there.
  if (text === undefined || text === "") return needed ? [{ field: name, reason: "缺少" }] : [];
  const reason = check(text);
  return reason === null ? [] : [{ field: name, reason }];
}

function orNull(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === "" ? null : trimmed;
}

function utf8Of(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function wrong(faults: readonly CardFault[]): CardResult {
  return { ok: false, faults };
}
