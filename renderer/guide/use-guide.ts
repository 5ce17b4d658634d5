import type { Contact } from "./contacts.ts";
import { contacts } from "./contacts.ts";
import { benefitItems } from "./items-benefits.ts";
import { institutionItems } from "./items-institutions.ts";
import { offSiteItems } from "./items-off-site.ts";
import { registerItems } from "./items-register.ts";
import type { Measure } from "./measures.ts";
import { measures } from "./measures.ts";
import type { ServiceItem } from "./service-item.ts";
import { groups } from "./service-item.ts";

export type Entry =
  | { readonly is: "item"; readonly key: string; readonly item: ServiceItem }
  | { readonly is: "measure"; readonly key: string; readonly measure: Measure }
  | { readonly is: "contact"; readonly key: string; readonly contact: Contact };

/** The list of the office, whole and in its order. */
export const serviceItems: readonly ServiceItem[] = [
  ...registerItems,
  ...offSiteItems,
  ...benefitItems,
  ...institutionItems,
];

const entries: readonly Entry[] = [
  ...serviceItems.map((item) => ({ is: "item" as const, key: `item ${item.no}`, item })),
  ...measures.map((measure) => ({ is: "measure" as const, key: `measure ${measure.no}`, measure })),
  ...contacts.map((contact) => ({ is: "contact" as const, key: `contact ${contact.no}`, contact })),
];

/** Entries that have every word of what is looked for, by characters, by initials, or by English words. */
export function findEntries(text: string, kind: Entry["is"] | ""): readonly Entry[] {
  const words = text
    .toUpperCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return entries.filter((entry) => {
    if (kind !== "" && entry.is !== kind) return false;
    const shown = textOf(entry).toUpperCase();
    return words.every((word) => shown.includes(word));
  });
}

function textOf(entry: Entry): string {
  switch (entry.is) {
    case "item": {
      const { name, en, pinyin, group, who, papers, notes } = entry.item;
      return [name, en, pinyin, groups[group], who, ...papers, ...notes].join(" ");
    }
    case "measure": {
      const { name, pinyin, text } = entry.measure;
      return [name, pinyin, text].join(" ");
    }
    case "contact": {
      const { name, pinyin, offices } = entry.contact;
      return [name, pinyin, ...offices.flatMap(({ place, phones }) => [place, ...phones])].join(" ");
    }
  }
}
