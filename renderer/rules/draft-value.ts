import { addDays, parseCivilDate } from "../../src/base/civil-date.ts";
import type { VerbInput } from "../../src/gateway/contract.ts";
import type { CellKind, Part, Row, ValueDraft } from "./draft-shape.ts";
import { assistedBenefits, offlineDays, partsOf } from "./draft-shape.ts";
import type { RuleValue } from "./status-mark.tsx";
import { ruleOf } from "./value-lines.ts";

type Entry = VerbInput<"draftSupplement">["entries"][number];
type Version = Entry["rules"][string][number];

/** What is said of the value beside itself. */
export interface Provenance {
  readonly status: "stated" | "public" | "unconfirmed";
  readonly clause: string;
  /** First day; empty: that of the pack. */
  readonly from: string;
}

/** Whether what is typed cannot be right; nothing typed yet is only missing. */
export function isWrong(kind: CellKind, text: string): boolean {
  if (text === "") return false;
  if (kind === "count") return !/^\d{1,6}$/.test(text) || Number(text) < 1 || Number(text) > 100_000;
  if (kind === "percent") return !/^\d{1,3}(?:\.\d{1,2})?$/.test(text) || Number(text) > 100;
  return !/^\d{1,9}(?:\.\d{1,2})?$/.test(text);
}

function isMissing(kind: CellKind, text: string): boolean {
  return text === "" && kind !== "moneyOrNone";
}

/** Whether every part of the form has its value, rightly written. */
export function isComplete(value: RuleValue, draft: ValueDraft): boolean {
  return partsOf(value, draft).every((part) => {
    if (part.is === "field") return isGood(part.kind, draft.fields[part.name] ?? "");
    if (part.is !== "table") return true;
    const rows = rowsOf(draft, part.name);
    return rows.every((row) => part.cells.every(({ name, kind }) => isGood(kind, row[name] ?? "")));
  });
}

function isGood(kind: CellKind, text: string): boolean {
  return !isWrong(kind, text) && !isMissing(kind, text);
}

/** A table has a row before anything is typed into it. */
export function rowsOf(draft: ValueDraft, name: string): readonly Row[] {
  return draft.tables[name] ?? [{}];
}

/** The rules that the form comes to, as a supplement has them. */
export function entryOf(value: RuleValue, draft: ValueDraft, provenance: Provenance): Entry {
  // What is never unknown holds from the first day.
  const rules = rulesOf(value, draft).map(([name, told]): [string, Version[]] => [
    name,
    isSettled.has(name) ? [versionOf(told, provenance)] : [...versionsOf(value, told, provenance)],
  ]);
  return {
    plan: value.plan,
    benefit: value.benefit?.id ?? null,
    population: value.benefit?.population ?? null,
    rules: Object.fromEntries(rules),
  };
}

const isSettled = new Set(["inBasicCap", "feedsMajor"]);

function versionOf(value: unknown, { status, clause }: Provenance): Version {
  return { status, clause, value };
}

function versionsOf(value: RuleValue, told: unknown, provenance: Provenance): readonly Version[] {
  const { from } = provenance;
  const first = parseCivilDate(from);
  if (first === null || first <= value.from) return [versionOf(told, provenance)];
  // Of the days before it nothing was told: they stay unknown.
  return [
    { to: addDays(first, -1), status: "unknown", clause: value.clause },
    { ...versionOf(told, provenance), from: first },
  ];
}

function rulesOf(value: RuleValue, draft: ValueDraft): readonly (readonly [string, unknown])[] {
  const rule = ruleOf(value.path);
  const { fields } = draft;
  switch (rule) {
    case "pays":
      return paysRules(value, draft);
    case "ratio":
      return [["ratio", { rows: tableOf(value, draft, "ratio") }]];
    case "caps":
      return [["caps", capsOf(value, draft)]];
    case "assistance":
      if (fields["assistanceBy"] !== "ratio") return [[rule, { by: "manualClaim" }]];
      return [
        [
          rule,
          {
            by: "ratio",
            benefits: assistedBenefits.filter((name) => fields[name] === "yes"),
            rows: tableOf(value, draft, rule),
            yearCap: amountOf(fields["capMust"] ?? ""),
          },
        ],
      ];
    case "offline":
      return [[rule, offlineOf(fields)]];
    default:
      return [[rule, { rows: tableOf(value, draft, rule) }]];
  }
}

function paysRules(value: RuleValue, draft: ValueDraft): readonly (readonly [string, unknown])[] {
  const parts = partsOf(value, draft);
  const { fields } = draft;
  const rows = (name: string): readonly unknown[] => tableOf(value, draft, name);
  const per = fields["deductiblePer"] ?? "year";
  if (parts.some(({ name }) => name === "pays"))
    return [
      [
        "pays",
        {
          by: fields["how"] ?? "limit",
          per: value.benefit?.id === "birthControl" && fields["how"] !== "fixed" ? "operation" : "pregnancy",
          rows: rows("pays"),
        },
      ],
    ];
  return [
    ["pays", { by: "ratio" }],
    ["deductible", per === "none" ? { per } : { per, rows: rows("deductible") }],
    ["ratio", { rows: rows("ratio") }],
    ["caps", capsOf(value, draft)],
    ["inBasicCap", fields["inBasicCap"] === "yes"],
    ["feedsMajor", fields["feedsMajor"] === "yes"],
  ];
}

function capsOf(value: RuleValue, draft: ValueDraft): readonly unknown[] {
  const { fields } = draft;
  if (fields["capKind"] === "none") return [];
  const rows = tableOf(value, draft, "caps");
  const isByDisease = rows.some((row) => "disease" in row);
  const basis = fields["basis"] ?? "fundPaid";
  const period = fields["capKind"] ?? "year";
  return [{ basis, period, per: isByDisease ? "disease" : "person", rows }];
}

function offlineOf(fields: ValueDraft["fields"]): unknown {
  const isOn = fields["provisional"] === "yes";
  const money = (name: string): string => amountOf(isOn ? (fields[name] ?? "") : "0");
  const [rulesFull, rulesHalf, usedFull, usedHalf] = offlineDays.map((name) =>
    isOn ? Number(fields[name] ?? "") : 1,
  );
  return {
    provisional: isOn,
    perSale: money("perSale"),
    perPersonDay: money("perPersonDay"),
    perDesk: money("perDesk"),
    salesMax: isOn ? Number(fields["salesMax"] ?? "") : 1,
    rulesAgeDays: [rulesFull, rulesHalf],
    accumulatorsAgeDays: [usedFull, usedHalf],
  };
}

function tableOf(
  value: RuleValue,
  draft: ValueDraft,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  const part = partsOf(value, draft).find((one) => one.is === "table" && one.name === name);
  return part?.is === "table" ? rowsOf(draft, name).map((row) => rowOf(row, part)) : [];
}

function rowOf(
  row: Row,
  { conditions, cells }: Extract<Part, { is: "table" }>,
): Readonly<Record<string, unknown>> {
  const asked = conditions.flatMap((name) => {
    const code = (row[name] ?? "").trim();
    if (code === "") return [];
    return [[name, name === "assistance" ? [code] : code] as const];
  });
  const told = cells.flatMap(({ name }): readonly (readonly [string, unknown])[] => {
    const text = row[name] ?? "";
    if (name === "percent")
      return cells.some((cell) => cell.name === "cap")
        ? [["bands", [{ ratio: ratioOf(text) }]]]
        : [["ratio", ratioOf(text)]];
    if (name === "cap") return [["cap", text === "" ? null : amountOf(text)]];
    if (name === "capMust") return [["cap", amountOf(text)]];
    return text === "" ? [] : [[name, amountOf(text)]];
  });
  return Object.fromEntries([...asked, ...told]);
}

/** "12.5" as a pack has it: "12.50". */
function amountOf(text: string): string {
  const [yuan = "0", fen = ""] = text.split(".");
  return `${String(Number(yuan))}.${fen.padEnd(2, "0")}`;
}

/** "62.5" as a pack has it: "0.625". */
function ratioOf(percent: string): string {
  const [whole = "0", digits = ""] = percent.split(".");
  const hundredths = String(Number(whole)).padStart(3, "0");
  return `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}${digits}`;
}
