import type { Refusal, Transport } from "../rpc/transport.ts";
import type { Reading } from "../scan/readings.ts";
import type { CatalogueItem, Person } from "./bill.ts";

/** What a scanned or typed text has turned out to be. */
export type Taken =
  | { readonly is: "person"; readonly person: Person; readonly by: "01" | "02" | "03" }
  | { readonly is: "item"; readonly item: CatalogueItem }
  /** One barcode may stand for several packs, one part of a name for several items. */
  | { readonly is: "choice"; readonly items: readonly CatalogueItem[] }
  | { readonly is: "traceCode"; readonly code: string }
  | {
      readonly is: "nothing";
      readonly refusal: Refusal;
      /** What the text is a part of: typed faster than the list could show it. */
      readonly similar?: readonly CatalogueItem[];
    };

const unknown: Refusal = { code: "ITEM_NOT_FOUND", message: "", details: {} };

/** Asks the engine what something is, in the order in which it is likely. */
export async function takeText(ask: Transport["ask"], readings: readonly Reading[]): Promise<Taken> {
  let refusal = unknown;
  let similar: readonly CatalogueItem[] = [];
  for (const reading of readings) {
    const taken = await takeAs(ask, reading);
    if (taken.is !== "nothing") return taken;
    refusal = taken.refusal;
    similar = taken.similar ?? similar;
    // An engine that does not answer will not answer to another reading either.
    if (refusal.code !== "PERSON_NOT_FOUND" && refusal.code !== "ITEM_NOT_FOUND") break;
  }
  return similar.length > 0 ? { is: "choice", items: similar } : { is: "nothing", refusal };
}

async function takeAs(ask: Transport["ask"], reading: Reading): Promise<Taken> {
  switch (reading.is) {
    case "credential": {
      const { type, number, cardSn } = reading;
      const answer = await ask("identify", { type, number, cardSn });
      return answer.ok
        ? { is: "person", person: answer.value, by: type }
        : { is: "nothing", refusal: answer.refusal };
    }
    case "item": {
      const { query } = reading;
      const answer = await ask("searchItems", { query, limit: 20 });
      if (!answer.ok) return { is: "nothing", refusal: answer.refusal };
      const exact = answer.value.filter(
        ({ code, barcode }) => code.toUpperCase() === query.toUpperCase() || barcode === query,
      );
      const [item] = exact;
      if (item === undefined) return { is: "nothing", refusal: unknown, similar: answer.value };
      return exact.length === 1 ? { is: "item", item } : { is: "choice", items: exact };
    }
    case "traceCode":
      return { is: "traceCode", code: reading.code };
  }
}
