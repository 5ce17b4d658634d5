import type { VerbOutput } from "../../src/gateway/contract.ts";

type Split = VerbOutput<"preview">["settlement"]["split"];
export type SplitPart = keyof Split;

/** Who pays, in the order in which they are asked; each with the colour that it has on every screen. */
export const payers: readonly { readonly part: SplitPart; readonly colour: string }[] = [
  { part: "basic", colour: "var(--fund-basic)" },
  { part: "majorMedical", colour: "var(--fund-major)" },
  { part: "supplementary", colour: "var(--fund-supplementary)" },
  { part: "civilServant", colour: "var(--fund-other)" },
  { part: "assistance", colour: "var(--fund-other)" },
  { part: "other", colour: "var(--fund-other)" },
  { part: "account", colour: "var(--fund-account)" },
  { part: "family", colour: "var(--fund-family)" },
  { part: "cash", colour: "var(--fund-cash)" },
];

/** Parts that are listed even when they are nothing: a cashier looks for them. */
const always: ReadonlySet<SplitPart> = new Set<SplitPart>(["basic", "account", "cash"]);

export function isShown(part: SplitPart, split: Split): boolean {
  return always.has(part) || split[part] !== "0.00";
}

/** The stages of the computation that an amount comes from. */
export const stagesOf: Readonly<Record<SplitPart, readonly string[]>> = {
  total: ["lineAmount", "total"],
  ownPay: ["ownPay"],
  overLimit: ["overLimit"],
  selfPayFirst: ["selfPayFirst"],
  inScope: ["inScope", "benefitInScope"],
  deductible: ["capUsed", "withinCap", "deductible"],
  basic: ["benefitInScope", "capUsed", "withinCap", "deductible", "basic"],
  majorMedical: ["majorMedical"],
  supplementary: ["supplementary"],
  civilServant: [],
  assistance: ["assistance"],
  other: [],
  fundTotal: ["fundTotal"],
  personal: ["personal"],
  account: ["personal", "owed", "accountLimit", "account"],
  family: ["owed", "family"],
  cash: ["personal", "account", "family", "cash"],
};
