import { formatFen } from "../../base/money.ts";
import { splitNames } from "../../settle/settlement.ts";
import type { DaySheet, ShiftSheet } from "./papers.ts";
import { openRoll } from "./roll.ts";
import type { RollWidth } from "./roll-text.ts";
import { closedAtOf, groupName, shiftLines, tenderAmounts, unfinishedLines } from "./sheet-rows.ts";
import { timeOf } from "./slip-roll.ts";
import { splitWords } from "./words.ts";

/** What a cashier signs when handing over: what must be there, what is there. */
export function shiftRoll(sheet: ShiftSheet, width: RollWidth): string {
  const { shift, institution } = sheet;
  const closedAt = closedAtOf(shift);
  const roll = openRoll(width);
  roll.centred(institution.name);
  roll.title(closedAt === null ? "当班收款单" : "交班单");
  if (closedAt === null) roll.mark("尚未交班");
  roll.gap();
  roll.pair(`收费员 ${shift.operator}`, `台号 ${shift.desk}`);
  roll.pair("接班", timeOf(shift.openedAt));
  if (closedAt !== null) roll.pair("交班", timeOf(closedAt));
  roll.pair("备用金", formatFen(shift.float));
  for (const { name, expected, counted, difference } of shiftLines(sheet)) {
    roll.rule();
    roll.pair(`${name} 应有`, expected, { strong: true });
    if (counted !== null) roll.pair("实点", counted, { indent: 2 });
    if (difference !== null) roll.pair("长短款", difference, { indent: 2 });
  }
  roll.rule();
  roll.text("现金应有包括备用金。长款上缴，短款说明原因。");
  roll.gap();
  roll.text("交班人：");
  roll.gap();
  roll.text("接班人：");
  roll.gap();
  roll.pair("打印", timeOf(sheet.printedAt));
  return roll.source();
}

/** The sums of a day; those of nothing are left out, the whole and the cash never. */
export function dayRoll(sheet: DaySheet, width: RollWidth): string {
  const { totals, institution, close } = sheet;
  const roll = openRoll(width);
  roll.centred(institution.name);
  roll.title("日结单");
  if (close === null) roll.mark("尚未日结，仅供核对");
  roll.gap();
  roll.pair("日期", totals.day);
  roll.pair(`结算 ${totals.sales} 笔`, `撤销 ${totals.reversals} 笔`);
  roll.rule();
  for (const name of splitNames) {
    if (totals.split[name] !== 0 || name === "total" || name === "cash")
      roll.pair(splitWords[name], formatFen(totals.split[name]), {
        strong: name === "total" || name === "fundTotal" || name === "personal" || name === "cash",
      });
  }
  roll.rule();
  for (const [name, amount] of tenderAmounts(totals.tenders)) roll.pair(`收款 ${name}`, amount);
  for (const group of totals.groups) {
    roll.rule();
    roll.pair(groupName(sheet, group), `${group.sales} 笔 退 ${group.reversals} 笔`);
    for (const name of ["total", "fundTotal", "account", "family", "cash"] as const)
      roll.pair(splitWords[name], formatFen(group.split[name]), { indent: 2 });
  }
  roll.rule();
  const unfinished = unfinishedLines(sheet);
  roll.text(unfinished.length === 0 ? "没有未了事项" : "结转未了事项", { strong: true });
  for (const line of unfinished) roll.text(line, { indent: 2 });
  roll.rule();
  if (close !== null) {
    roll.pair(`日结 ${close.operator}`, totals.closedAt === null ? "" : timeOf(totals.closedAt));
    roll.pair("封存码", close.seal);
  }
  roll.gap();
  roll.text("复核人：");
  roll.gap();
  roll.pair("打印", timeOf(sheet.printedAt));
  return roll.source();
}
