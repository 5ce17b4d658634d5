import { readAim } from "../../src/scan/aim.ts";
import { classify } from "../../src/scan/classify.ts";
import type { CardEvent } from "../../src/scan/device-event.ts";
import type { ScanRule } from "../../src/scan/scan-rule.ts";
import { usualScanRules } from "../../src/scan/usual-devices.ts";

/** What a scanned or typed text may be. */
export type Reading =
  | {
      readonly is: "credential";
      readonly type: "01" | "02" | "03";
      readonly number: string;
      readonly cardSn: string | null;
    }
  | { readonly is: "item"; readonly query: string }
  | { readonly is: "traceCode"; readonly code: string };

/**
 * What a text may be, the likeliest first; the desk asks the engine in this order. What says itself what it is stands
 * alone; codes of goods are digits or a letter and digits, identity numbers have their own form; a token of the electronic
 * credential has no form that is told.
 *
 * @param rules  forms of this region and its makers
 */
export function readingsOf(text: string, rules: readonly ScanRule[] = usualScanRules): readonly Reading[] {
  const content = classify(readAim(text), rules);
  switch (content.kind) {
    case "insuranceQr":
    case "offlineVoucher":
      return [token(content.text)];
    case "cardString": {
      const [, certNo = "", cardNo = "", cardSn = ""] = fieldsOf(content.text);
      return readingsOfCard({ certNo, cardNo, cardSn });
    }
    case "idCardString":
      return [identity(fieldsOf(content.text)[5] ?? "")];
    case "traceCode":
      return [{ is: "traceCode", code: content.code }];
    case "product":
      return [item(content.barcode), card(content.text)];
    case "gs1":
      return [item(content.gtin?.replace(/^0(?=\d{13}$)/, "") ?? content.text)];
    case "prescription":
    case "unknown":
      return byShape(content.text);
  }
}

/** What a card that was read says of its holder: the card itself first. */
export function readingsOfCard({
  certNo,
  cardNo,
  cardSn,
}: Pick<NonNullable<CardEvent["card"]>, "certNo" | "cardNo" | "cardSn">): readonly Reading[] {
  const byCard = cardNo === null || cardNo === "" ? [] : [card(cardNo, cardSn === "" ? null : cardSn)];
  return certNo === null || certNo === "" ? byCard : [...byCard, identity(certNo)];
}

function byShape(text: string): readonly Reading[] {
  if (/^\d{17}[\dX]$/i.test(text)) return [identity(text)];
  if (/^\d{8,14}$/.test(text)) return [item(text), card(text)];
  if (/^[A-Z]{1,4}\d{4,}[A-Z\d-]{0,20}$/i.test(text)) return [item(text), card(text), token(text)];
  if (/^[\w+/=.:-]{6,}$/.test(text)) return [token(text), card(text), item(text)];
  return [item(text)];
}

function identity(number: string): Reading {
  return { is: "credential", type: "02", number: number.toUpperCase(), cardSn: null };
}

function token(number: string): Reading {
  return { is: "credential", type: "01", number, cardSn: null };
}

function card(number: string, cardSn: string | null = null): Reading {
  return { is: "credential", type: "03", number, cardSn };
}

function item(query: string): Reading {
  return { is: "item", query };
}

function fieldsOf(text: string): readonly string[] {
  return text.split("|").map((field) => field.trim());
}
