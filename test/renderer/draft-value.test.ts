import { expect, test } from "vitest";

import type { ValueDraft } from "../../renderer/rules/draft-shape.ts";
import { partsOf } from "../../renderer/rules/draft-shape.ts";
import { entryOf, isComplete, isWrong } from "../../renderer/rules/draft-value.ts";
import { faultAt } from "../../renderer/rules/fault-place.ts";
import { openTestDesk, staff, valueOf, withStaff } from "../app/test-desk.ts";

type Unknown = Parameters<typeof partsOf>[0];

const samples: Readonly<Record<string, string>> = { percent: "62.5", disease: "M01600", salesMax: "20" };
const choices: readonly ValueDraft["fields"][] = [
  {},
  { how: "ratio", deductiblePer: "none", capKind: "none" },
  { how: "ratio", deductiblePer: "stay", capKind: "month", basis: "cost" },
  { how: "fixed", assistanceBy: "ratio", inpatient: "yes", provisional: "yes" },
];

/** Every field that is asked, filled in. */
function filled(value: Unknown, fields: ValueDraft["fields"]): ValueDraft {
  const parts = partsOf(value, { fields, tables: {} });
  const typed = parts.flatMap((part) =>
    part.is === "field" ? [[part.name, samples[part.name] ?? "30"] as const] : [],
  );
  const tables = parts.flatMap((part) => {
    if (part.is !== "table") return [];
    const named = part.cells.map(({ name }) => [name, samples[name] ?? "12.5"] as const);
    const asked = part.conditions.flatMap((name) => {
      const text = samples[name];
      return text === undefined ? [] : [[name, text] as const];
    });
    return [[part.name, [Object.fromEntries([...asked, ...named])]] as const];
  });
  return { fields: { ...fields, ...Object.fromEntries(typed) }, tables: Object.fromEntries(tables) };
}

test("whatever is unknown in the shipped packs can be filled by the form, from the first day or a later one", () => {
  const desk = openTestDesk((ground) => withStaff(ground));
  valueOf(desk.terminal.takeIntoUse({ files: [], supplement: "none", approval: staff.supervisor }));
  const about = { keeps: true, label: "经办机构告知", source: "医保局", signedBy: "主管" };
  const unknown = desk.terminal.unknownRules(null);
  expect(unknown.length).toBeGreaterThan(40);
  for (const value of unknown)
    for (const fields of choices)
      for (const from of ["", "2024-03-01"]) {
        const draft = filled(value, fields);
        expect([value.path, isComplete(value, draft)]).toEqual([value.path, true]);
        const entry = entryOf(value, draft, { status: "unconfirmed", clause: "电话记录", from });
        const { faults, fills } = desk.terminal.draftSupplement({ ...about, entries: [entry] });
        expect([value.plan, value.path, fields, faults]).toEqual([value.plan, value.path, fields, []]);
        expect(fills.map(({ path }) => path)).toContain(value.path);
      }
  desk.close();
}, 300_000);

test("what cannot be right is wrong as it is typed, and what the engine finds stands at its field", () => {
  const bad = { money: "1.234", moneyOrNone: "-1", percent: "101", count: "0" } as const;
  const kinds = ["money", "moneyOrNone", "percent", "count"] as const;
  expect(kinds.map((kind) => isWrong(kind, bad[kind]))).toEqual([true, true, true, true]);
  expect(kinds.map((kind) => isWrong(kind, ""))).toEqual([false, false, false, false]);
  const faults = [
    { path: "institution.yaml: benefits[3].ratio[0].value.rows[1]", reason: "永远用不到" },
    { path: "fills[0].benefits[0].caps[0].value[0].rows[0].disease", reason: "代码" },
    { path: "fills[0].majorMedical[0].value.rows[2].bands[0].ratio", reason: "比例" },
  ];
  expect(faultAt(faults, "ratio", 1)).toBe("永远用不到");
  expect(faultAt(faults, "ratio", 0)).toBeNull();
  expect(faultAt(faults, "caps", 0, "disease")).toBe("代码");
  expect(faultAt(faults, "majorMedical", 2, "percent")).toBe("比例");
});
