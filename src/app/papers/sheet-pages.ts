import { formatFen } from "../../base/money.ts";
import { splitNames } from "../../settle/settlement.ts";
import { definitions, element, page, table } from "./page.ts";
import type { DaySheet, ShiftSheet } from "./papers.ts";
import { closedAtOf, groupName, shiftLines, tenderAmounts, unfinishedLines } from "./sheet-rows.ts";
import { lines, rowTable } from "./slip-pages.ts";
import { timeOf } from "./slip-roll.ts";
import { splitWords } from "./words.ts";

/** A shift on A4. */
export function shiftPage(sheet: ShiftSheet): string {
  const { shift, institution } = sheet;
  const closedAt = closedAtOf(shift);
  const title = closedAt === null ? "当班收款单" : "交班单";
  const marks = closedAt === null ? ["尚未交班"] : [];
  return page({ institution: institution.name, title, marks }, [
    definitions([
      ["收费员", shift.operator],
      ["台号", shift.desk],
      ["接班", timeOf(shift.openedAt)],
      ["交班", closedAt === null ? null : timeOf(closedAt)],
      ["备用金", formatFen(shift.float)],
      ["打印", timeOf(sheet.printedAt)],
    ]),
    element("h2", null, ["收款"]),
    table({
      head: ["方式", "应有", "实点", "长短款"],
      rows: shiftLines(sheet).map(({ name, expected, counted, difference }) => [
        name,
        expected,
        counted ?? "",
        difference ?? "",
      ]),
      figures: [1, 2, 3],
    }),
    element("p", "small", ["现金应有包括备用金。长款上缴，短款说明原因。"]),
    element("div", "signs", [element("span", null, ["交班人："]), element("span", null, ["接班人："])]),
  ]);
}

/** A day on A4: sums by plan and sort of visit, every fund in a column of its own where it paid anything. */
export function dayPage(sheet: DaySheet): string {
  const { totals, institution, close } = sheet;
  const shown = splitNames.filter(
    (name) => totals.split[name] !== 0 || ["total", "fundTotal", "cash"].includes(name),
  );
  const marks = close === null ? ["尚未日结，仅供核对"] : [];
  return page({ institution: institution.name, title: "日结单", marks }, [
    definitions([
      ["日期", totals.day],
      ["笔数", `结算 ${totals.sales}　撤销 ${totals.reversals}`],
      ["日结人", close?.operator ?? null],
      ["日结时间", totals.closedAt === null ? null : timeOf(totals.closedAt)],
      ["封存码", close?.seal ?? null],
      ["打印", timeOf(sheet.printedAt)],
    ]),
    element("h2", null, ["合计"]),
    element("div", "sums", [
      rowTable(
        shown.map((name) => {
          const isWhole = ["total", "fundTotal", "personal", "cash"].includes(name);
          return {
            label: splitWords[name],
            amount: formatFen(totals.split[name]),
            weight: isWhole ? "strong" : "part",
          };
        }),
      ),
      rowTable(
        tenderAmounts(totals.tenders).map(([name, amount]) => {
          return { label: `收款 ${name}`, amount, weight: "plain" };
        }),
      ),
    ]),
    element("h2", null, ["分类"]),
    table({
      head: ["类别", "结算", "撤销", "总额", "基金", "个人账户", "家庭共济", "现金"],
      rows: totals.groups.map((group) => [
        groupName(sheet, group),
        String(group.sales),
        String(group.reversals),
        ...(["total", "fundTotal", "account", "family", "cash"] as const).map((name) =>
          formatFen(group.split[name]),
        ),
      ]),
      figures: [1, 2, 3, 4, 5, 6, 7],
    }),
    ...lines("结转未了事项", unfinishedLines(sheet)),
    element("div", "signs", [element("span", null, ["制单人："]), element("span", null, ["复核人："])]),
  ]);
}
