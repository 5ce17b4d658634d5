import type { RuleValue } from "./status-mark.tsx";
import { ruleOf } from "./value-lines.ts";

export type CellKind = "money" | "moneyOrNone" | "percent" | "count";
export type Condition =
  | "level"
  | "personStatus"
  | "institution"
  | "population"
  | "operation"
  | "disease"
  | "employer"
  | "assistance";

/** A part of the form of a rule, by whose name its contents are kept. */
export type Part =
  | { readonly is: "choice"; readonly name: string; readonly options: readonly string[] }
  | { readonly is: "tick"; readonly name: string }
  | { readonly is: "field"; readonly name: string; readonly kind: CellKind }
  | {
      readonly is: "table";
      readonly name: string;
      readonly conditions: readonly Condition[];
      readonly cells: readonly { readonly name: string; readonly kind: CellKind }[];
    };

export type Row = Readonly<Record<string, string>>;

/** A rule as it is being filled in: fields, choices and ticks ("yes") by name, tables by name. */
export interface ValueDraft {
  readonly fields: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}

/** Rules that the form can fill; any other is written as text. */
export function hasForm({ path }: RuleValue): boolean {
  return Object.hasOwn(shapes, ruleOf(path));
}

/** The parts of the form as it stands: what is chosen decides what else is asked. */
export function partsOf(value: RuleValue, draft: ValueDraft): readonly Part[] {
  return shapes[ruleOf(value.path)]?.(value, draft.fields) ?? [];
}

type Shape = (value: RuleValue, fields: ValueDraft["fields"]) => readonly Part[];

const byCase = new Set(["antenatal", "birth", "birthControl"]);
const amountCell = [{ name: "amount", kind: "money" }] as const;
const percentCell = [{ name: "percent", kind: "percent" }] as const;

/** Benefits that assistance may pay after. */
export const assistedBenefits = ["inpatient", "chronic", "dualChannel", "outpatient", "birth"] as const;
export const offlineDays = ["rulesFull", "rulesHalf", "usedFull", "usedHalf"] as const;

function ratioTable({ benefit }: RuleValue): Part {
  const isDrug = benefit?.id === "outpatient" || benefit?.id === "pharmacy";
  const conditions: readonly Condition[] = isDrug
    ? ["level", "personStatus", "institution"]
    : ["level", "personStatus"];
  return { is: "table", name: "ratio", conditions, cells: percentCell };
}

function capParts({ benefit }: RuleValue, fields: ValueDraft["fields"]): readonly Part[] {
  const kind: Part = { is: "choice", name: "capKind", options: ["year", "quarter", "month", "none"] };
  if (fields["capKind"] === "none") return [kind];
  const conditions: readonly Condition[] = benefit?.id === "chronic" ? ["disease"] : ["personStatus"];
  return [
    kind,
    { is: "choice", name: "basis", options: ["fundPaid", "cost", "costAboveDeductible"] },
    { is: "table", name: "caps", conditions, cells: amountCell },
  ];
}

function paysParts(value: RuleValue, fields: ValueDraft["fields"]): readonly Part[] {
  const { benefit } = value;
  const mayBeCase = benefit !== null && byCase.has(benefit.id);
  const how: Part = {
    is: "choice",
    name: "how",
    options: mayBeCase ? ["limit", "fixed", "ratio"] : ["ratio"],
  };
  if (mayBeCase && (fields["how"] ?? "limit") !== "ratio") {
    const conditions: readonly Condition[] = benefit.id === "birthControl" ? ["operation"] : [];
    return [how, { is: "table", name: "pays", conditions, cells: amountCell }];
  }
  const deductible: Part = {
    is: "choice",
    name: "deductiblePer",
    options: ["year", "visit", "stay", "none"],
  };
  return [
    how,
    deductible,
    ...(fields["deductiblePer"] === "none"
      ? []
      : [{ is: "table", name: "deductible", conditions: ["level"], cells: amountCell } as const]),
    ratioTable(value),
    ...capParts(value, fields),
    { is: "tick", name: "inBasicCap" },
    { is: "tick", name: "feedsMajor" },
  ];
}

const shapes: Readonly<Record<string, Shape>> = {
  pays: paysParts,
  ratio: (value) => [ratioTable(value)],
  caps: capParts,
  basicCap: () => [{ is: "table", name: "basicCap", conditions: ["population"], cells: amountCell }],
  majorMedical: () => [
    {
      is: "table",
      name: "majorMedical",
      conditions: ["population"],
      cells: [
        { name: "line", kind: "money" },
        { name: "percent", kind: "percent" },
        { name: "cap", kind: "moneyOrNone" },
      ],
    },
  ],
  supplementary: () => [
    {
      is: "table",
      name: "supplementary",
      conditions: ["employer"],
      cells: [
        { name: "line", kind: "moneyOrNone" },
        { name: "percent", kind: "percent" },
        { name: "capMust", kind: "money" },
      ],
    },
  ],
  assistance: (_value, fields) => [
    { is: "choice", name: "assistanceBy", options: ["manualClaim", "ratio"] },
    ...(fields["assistanceBy"] === "ratio"
      ? [
          ...assistedBenefits.map((name) => ({ is: "tick", name }) as const),
          { is: "table", name: "assistance", conditions: ["assistance"], cells: percentCell } as const,
          { is: "field", name: "capMust", kind: "money" } as const,
        ]
      : []),
  ],
  offline: (_value, fields) => [
    { is: "tick", name: "provisional" },
    ...(fields["provisional"] === "yes"
      ? [
          ...(["perSale", "perPersonDay", "perDesk"] as const).map(
            (name) => ({ is: "field", name, kind: "money" }) as const,
          ),
          { is: "field", name: "salesMax", kind: "count" } as const,
          ...offlineDays.map((name) => ({ is: "field", name, kind: "count" }) as const),
        ]
      : []),
  ],
};
