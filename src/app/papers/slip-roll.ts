import { formatFen } from "../../base/money.ts";
import type { Roll } from "./roll.ts";
import { openRoll } from "./roll.ts";
import type { RollWidth } from "./roll-text.ts";
import { placesOf } from "./roll-text.ts";
import type { Slip, SlipLine } from "./slip.ts";
import type { Row } from "./slip-rows.ts";
import {
  accumulatorRows,
  cashRow,
  codeOf,
  costRows,
  fundRows,
  manualRows,
  marksOf,
  netRows,
  noteLines,
  personalRows,
  statementOf,
  tenderRows,
  titleOf,
} from "./slip-rows.ts";
import { classNames, insuredAs, medTypeName, splitWords } from "./words.ts";

/** The slip of a settlement on paper of 58 or 80 mm. */
export function slipRoll(slip: Slip, width: RollWidth): string {
  const roll = openRoll(width);
  putHead(roll, slip);
  roll.rule();
  for (const line of slip.lines) putLine(roll, line);
  roll.rule();
  putMoney(roll, slip);
  putFacts(roll, slip);
  putFoot(roll, slip);
  return roll.source();
}

function putHead(roll: Roll, slip: Slip): void {
  roll.centred(slip.institution.name);
  roll.title(titleOf(slip));
  for (const mark of marksOf(slip)) roll.mark(mark);
  roll.gap();
  const { name, psnNo, certNo } = slip.person;
  if (name !== null) roll.pair(`姓名 ${name}`, certNo ?? "");
  if (psnNo !== null) roll.pair("人员编号", psnNo);
  const insured = insuredAs(slip.population, slip.status);
  if (slip.plan.name !== null) roll.pair(slip.plan.name, insured ?? "");
  roll.pair(medTypeName(slip.medType), slip.serviceDate);
}

/** Name over class, price and amount, so that a long name never pushes an amount about. */
function putLine(roll: Roll, line: SlipLine): void {
  roll.text(line.name);
  roll.pair(`${classNames[line.class]} ${line.price}×${line.qty}`, formatFen(line.amount), { indent: 2 });
  const apart = (["ownPay", "overLimit", "selfPayFirst"] as const).filter(
    (name) => line[name] !== 0 && line[name] !== line.amount,
  );
  for (const name of apart) roll.text(`${splitWords[name]} ${formatFen(line[name])}`, { indent: 2 });
  for (const code of line.traceCodes) roll.text(`追溯码 ${code}`, { indent: 2 });
}

function putMoney(roll: Roll, slip: Slip): void {
  putRows(roll, costRows(slip));
  for (const rows of [fundRows(slip), personalRows(slip)]) {
    if (rows.length > 0) roll.gap();
    putRows(roll, rows);
  }
  roll.rule();
  const { label, amount } = cashRow(slip);
  roll.sum(label, amount);
  putRows(roll, tenderRows(slip));
  const net = netRows(slip);
  if (net.length > 0) {
    roll.rule();
    roll.text(slip.replaces === null ? "本次差额" : "与原结算相比", { strong: true });
    putRows(roll, net);
  }
  roll.rule();
}

function putFacts(roll: Roll, slip: Slip): void {
  const accumulators = accumulatorRows(slip);
  putRows(roll, accumulators);
  if (accumulators.length > 0) roll.rule();
  const notes = noteLines(slip);
  const manual = manualRows(slip);
  if (manual.length > 0) {
    roll.text("企业补充申请所需金额", { strong: true });
    putRows(roll, manual);
  }
  putTexts(roll, "说明", notes);
  putTexts(roll, "政策依据", slip.clauses);
  if (notes.length > 0 || slip.clauses.length > 0) roll.rule();
}

function putTexts(roll: Roll, title: string, texts: readonly string[]): void {
  if (texts.length > 0) roll.text(title, { strong: true });
  for (const text of texts) roll.text(text, { indent: 2 });
}

function putFoot(roll: Roll, slip: Slip): void {
  if (slip.resettleCode !== null) {
    roll.sum("补结算码", slip.resettleCode);
    roll.rule();
  }
  putNumber(roll, "结算编号", slip.settlementId);
  if (slip.reverses !== null) putNumber(roll, "原结算编号", slip.reverses);
  if (slip.replaces !== null) putNumber(roll, "替代结算", slip.replaces);
  if (slip.standing !== "cash") putNumber(roll, "报文编号", slip.msgid);
  roll.pair(`收费员 ${slip.operator}`, `台号 ${slip.desk}`);
  if (slip.pharmacist !== null) roll.pair("审核药师", slip.pharmacist);
  roll.pair("时间", timeOf(slip.committedAt));
  roll.gap();
  roll.text(`${slip.institution.type === "pharmacy" ? "购药人" : "患者"}签名：${"_".repeat(roll.width / 2)}`);
  roll.gap();
  roll.qr(codeOf(slip));
  roll.gap();
  roll.text(statementOf(slip));
}

/** On one line beside its word, or under it where the paper is narrow. */
function putNumber(roll: Roll, label: string, number: string): void {
  if (placesOf(label) + 1 + placesOf(number) <= roll.width) {
    roll.pair(label, number);
    return;
  }
  roll.text(label);
  roll.pair("", number);
}

function putRows(roll: Roll, rows: readonly Row[]): void {
  for (const { label, amount, weight } of rows)
    roll.pair(label, amount, weight === "strong" ? { strong: true } : { indent: weight === "part" ? 2 : 0 });
}

/** "2024-05-10 10:00:00" of a moment in Shanghai. */
export function timeOf(moment: string): string {
  return moment.slice(0, 19).replace("T", " ");
}
