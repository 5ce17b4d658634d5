import type { Bill, BillLine, CatalogueItem, TenderKind, TraceExempt } from "./bill.ts";
import { newBill } from "./bill.ts";
import { fieldsOf, listOf, textOf } from "./kept-fields.ts";
import { readVisit } from "./kept-visit.ts";

/** What is kept of a bill: of the person their number alone, the rest is asked again. Version 1. */
export interface KeptBill {
  readonly version: 1;
  readonly psnNo: string | null;
  readonly bill: Omit<Bill, "person">;
}

export function keptOf({ person, ...bill }: Bill): KeptBill {
  return { version: 1, psnNo: person?.psnNo ?? null, bill };
}

/** Reads back what was kept; null for what another version has written. The person is still to be asked for. */
export function readKept(content: unknown): { readonly psnNo: string | null; readonly bill: Bill } | null {
  const kept = fieldsOf(content);
  const told = fieldsOf(kept.get("bill"));
  const text = textOf(told);
  if (kept.get("version") !== 1 || text("id") === "" || text("begunAt") === "") return null;
  const psnNo = kept.get("psnNo");
  const lines = listOf(told.get("lines")).flatMap(lineOf);
  const tender = textOf(fieldsOf(told.get("tender")));
  const kind = (["cash", "bankCard", "wechat", "alipay"] as const).find(
    (one): one is TenderKind => one === tender("kind"),
  );
  const bill: Bill = {
    ...newBill({ id: text("id"), begunAt: text("begunAt"), medType: text("medType") }),
    lines,
    chosen: lines.find(({ id }) => id === text("chosen"))?.id ?? null,
    prescription: prescriptionOf(told.get("prescription")),
    pharmacist: pharmacistOf(told.get("pharmacist")),
    chronicDisease: text("chronicDisease") === "" ? null : text("chronicDisease"),
    offSite: offSiteOf(told.get("offSite")),
    usesAccount: told.get("usesAccount") !== false,
    tender: { kind: kind ?? "cash", given: tender("given"), parts: partsOf(fieldsOf(told.get("tender"))) },
    visit: readVisit(told.get("visit")),
    isCash: told.get("isCash") === true,
  };
  return { psnNo: typeof psnNo === "string" ? psnNo : null, bill };
}

function partsOf(tender: ReadonlyMap<string, unknown>): Bill["tender"]["parts"] {
  const part = textOf(fieldsOf(tender.get("parts")));
  return { wechat: part("wechat"), alipay: part("alipay"), bankCard: part("bankCard") };
}

function lineOf(value: unknown): readonly BillLine[] {
  const line = fieldsOf(value);
  const text = textOf(line);
  const item = itemOf(line.get("item"));
  if (item === null || text("id") === "") return [];
  const exempt = (["slices", "granules", "noCode"] as const).find(
    (one): one is TraceExempt => one === text("traceExempt"),
  );
  return [
    {
      id: text("id"),
      item,
      qty: text("qty"),
      splitPack: line.get("splitPack") === true,
      traceCodes: listOf(line.get("traceCodes")).filter((code): code is string => typeof code === "string"),
      traceExempt: exempt ?? null,
    },
  ];
}

function itemOf(value: unknown): CatalogueItem | null {
  const item = fieldsOf(value);
  const text = textOf(item);
  const grade = (["A", "B", "C"] as const).find((one) => one === text("class"));
  if (grade === undefined || text("code") === "") return null;
  const barcode = text("barcode");
  const limit = text("priceLimit");
  return {
    code: text("code"),
    barcode: barcode === "" ? null : barcode,
    name: text("name"),
    pinyin: text("pinyin"),
    kind: text("kind"),
    class: grade,
    price: text("price"),
    priceLimit: limit === "" ? null : limit,
    selfPayRatio: text("selfPayRatio"),
    chronicListed: item.get("chronicListed") === true,
    dualChannel: item.get("dualChannel") === true,
  };
}

function prescriptionOf(value: unknown): Bill["prescription"] {
  const fields = fieldsOf(value);
  const text = textOf(fields);
  const validDays = fields.get("validDays");
  if (text("issuedOn") === "" || typeof validDays !== "number") return null;
  return { issuerLevel: text("issuerLevel"), issuedOn: text("issuedOn"), validDays };
}

function pharmacistOf(value: unknown): Bill["pharmacist"] {
  const text = textOf(fieldsOf(value));
  return text("id") === "" ? null : { id: text("id"), name: text("name") };
}

function offSiteOf(value: unknown): Bill["offSite"] {
  const text = textOf(fieldsOf(value));
  if (text("recordType") === "") return null;
  return { recordType: text("recordType"), recordedOn: text("recordedOn") };
}
