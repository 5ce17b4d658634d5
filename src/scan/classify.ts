import type { AimRead } from "./aim.ts";
import { saysGs1 } from "./aim.ts";
import { holdsCheckDigit } from "./check-digit.ts";
import { gs, gs1Day, parseGs1 } from "./gs1.ts";
import type { ScanContent } from "./scan-content.ts";
import type { ScanRule } from "./scan-rule.ts";

/** How an offline voucher begins when it is printed or shown as text. */
const voucherPrefix = "OSV1:";

/**
 * Says what a scan is, by its shape alone. What the desk knows of its region (`rules`) comes first, then what can be
 * told for certain; everything else is unknown and shown as it came.
 *
 * @param read   the text without the symbology's identifier, and the identifier
 * @param rules  prefixes and lengths of this region and its makers, in order
 */
export function classify(read: AimRead, rules: readonly ScanRule[]): ScanContent {
  const { text } = read;
  if (text.startsWith(voucherPrefix)) return { kind: "offlineVoucher", text };
  return (
    bars(text) ??
    certainGs1(read) ??
    ruled(read, rules) ??
    goods(read) ?? { kind: "unknown", text, reason: almost(read) }
  );
}

/** Texts of card readers: fields between bars. The region's code, or the identity number in its place, makes them sure. */
function bars(text: string): ScanContent | null {
  if (!text.includes("|")) return null;
  const fields = (text.endsWith("|") ? text.slice(0, -1) : text).split("|");
  if (/^\d{6}$/.test(fields[0] ?? "") && fields.length >= 9 && fields.length <= 11)
    return { kind: "cardString", text };
  const isIdCard = fields.length === 9 && /^\d{17}[\dXx]$/.test(fields[5] ?? "");
  return isIdCard ? { kind: "idCardString", text } : null;
}

/** An element string that says so itself, or has a day in the place of a day: no token of 28 digits comes out like that. */
function certainGs1({ text, symbology }: AimRead): ScanContent | null {
  const says = saysGs1(symbology) || text.includes(gs) || text.startsWith("(01)");
  if (says) return ofGs1(text);
  const day = /^01\d{14}17(\d{6})/.exec(text)?.[1];
  return gs1Day(day) === null ? null : ofGs1(text);
}

function ruled({ text, symbology }: AimRead, rules: readonly ScanRule[]): ScanContent | null {
  // What the symbology calls GS1 and is none is damaged, not a token.
  if (saysGs1(symbology)) return null;
  const rule = rules.find(
    ({ prefix, lengthMin, lengthMax, digits }) =>
      text.startsWith(prefix) &&
      text.length >= lengthMin &&
      text.length <= lengthMax &&
      (!digits || /^\d+$/.test(text)),
  );
  switch (rule?.kind) {
    case undefined:
      return null;
    case "insuranceQr":
    case "prescription":
      return { kind: rule.kind, text };
    case "makerTraceCode":
      return {
        kind: "traceCode",
        text,
        code: text,
        form: "maker",
        drugId: null,
        batch: null,
        expiresOn: null,
      };
  }
}

function goods({ text, symbology }: AimRead): ScanContent | null {
  // The common form of the national trace code; its first seven digits name the drug.
  if (/^\d{20}$/.test(text) && !saysGs1(symbology))
    return {
      kind: "traceCode",
      text,
      code: text,
      form: "national20",
      drugId: text.slice(0, 7),
      batch: null,
      expiresOn: null,
    };
  const barcode = barcodeOf(text, symbology);
  if (barcode !== null) return { kind: "product", text, barcode };
  return text.startsWith("01") ? ofGs1(text) : null;
}

/** With a serial number it is one packet; goods and serial alone are its name, whatever else was printed around them. */
function ofGs1(text: string): ScanContent | null {
  const fields = parseGs1(text);
  if (fields === null) return null;
  const gtin = fields.get("01") ?? null;
  const serial = fields.get("21");
  const batch = fields.get("10") ?? null;
  const expiresOn = gs1Day(fields.get("17"));
  if (gtin === null || serial === undefined) return { kind: "gs1", text, gtin, batch, expiresOn };
  return {
    kind: "traceCode",
    text,
    code: `01${gtin}21${serial}`,
    form: "gs1",
    drugId: gtin,
    batch,
    expiresOn,
  };
}

/** EAN-13, EAN-8 and UPC-A by their check digit; 14 digits only where the symbology says that they are a GTIN. */
function barcodeOf(text: string, symbology: string | null): string | null {
  if (!holdsCheckDigit(text)) return null;
  // A symbology that is no retail code says that digits of that length are something else.
  const isRetail = symbology === null || symbology.startsWith("E");
  if (isRetail && (text.length === 13 || text.length === 8)) return text;
  if (isRetail && text.length === 12) return `0${text}`;
  return text.length === 14 && symbology?.startsWith("I") === true ? text : null;
}

/** What the text nearly was, so that a smudged code is not a riddle. */
function almost({ text, symbology }: AimRead): string | null {
  if (/^(?:\d{8}|\d{13})$/.test(text) && !holdsCheckDigit(text)) return "校验位不符";
  if (saysGs1(symbology)) return "GS1 内容不完整或校验位不符";
  if (text.includes("|")) return "读卡字段数不符";
  return null;
}
