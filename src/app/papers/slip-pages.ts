import { formatFen } from "../../base/money.ts";
import type { Html, PaperSheet } from "./page.ts";
import { definitions, element, page, table } from "./page.ts";
import type { Slip } from "./slip.ts";
import type { Row } from "./slip-rows.ts";
import {
  accumulatorRows,
  cashRow,
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
import { timeOf } from "./slip-roll.ts";
import { benefitNames, classNames, insuredAs, medTypeName } from "./words.ts";

/** The settlement of a bill on A4, for the files and for a claim by hand. */
export function settlementPage(slip: Slip): string {
  const { head, content } = settlementSheet(slip);
  return page(head, content);
}

export function settlementSheet(slip: Slip): PaperSheet {
  const { label, amount } = cashRow(slip);
  const net = netRows(slip);
  const accumulators = accumulatorRows(slip);
  const head = { institution: slip.institution.name, title: titleOf(slip), marks: marksOf(slip) };
  const content = [
    whoOf(slip),
    element("h2", null, ["费用和支付"]),
    element("div", "sums", [
      rowTable(costRows(slip)),
      rowTable(fundRows(slip)),
      rowTable(personalRows(slip)),
      rowTable(tenderRows(slip)),
    ]),
    element("div", "due", [label, element("b", null, [amount])]),
    ...titled("与原结算相比", net.length === 0 ? null : rowTable(net)),
    ...titled("累计", accumulators.length === 0 ? null : rowTable(accumulators)),
    ...titled("企业补充申请所需金额", slip.manual === null ? null : rowTable(manualRows(slip))),
    ...lines("说明", noteLines(slip)),
    ...lines("政策依据", slip.clauses),
    ...footOf(slip),
  ];
  return { head, content };
}

/** What was sold, line by line, with the parts of each line. */
export function feeListPage(slip: Slip): string {
  const { head, content } = feeListSheet(slip);
  return page(head, content);
}

export function feeListSheet(slip: Slip): PaperSheet {
  const rows = slip.lines.map((line, at) => [
    String(at + 1),
    [line.name, line.code, ...line.traceCodes.map((code) => `追溯码 ${code}`)].join("\n"),
    classNames[line.class],
    line.price,
    line.qty,
    formatFen(line.amount),
    formatFen(line.ownPay),
    formatFen(line.overLimit),
    formatFen(line.selfPayFirst),
    formatFen(line.inScope),
    benefitNames[line.benefit],
  ]);
  const { split } = slip;
  const sums = [split.total, split.ownPay, split.overLimit, split.selfPayFirst, split.inScope].map(formatFen);
  const names = ["序", "项目", "类", "单价", "数量", "金额", "全自费", "超限价", "先自付", "范围内", "待遇"];
  const head = { institution: slip.institution.name, title: "费用清单", marks: marksOf(slip) };
  const content = [
    whoOf(slip),
    element("h2", null, ["明细"]),
    element("div", "dense", [
      table({
        head: names,
        rows: [...rows, ["", "合计", "", "", "", ...sums, ""]],
        figures: [3, 4, 5, 6, 7, 8, 9],
      }),
    ]),
    ...footOf(slip),
  ];
  return { head, content };
}

/** Whose settlement it is, masked, and by which numbers it is found again. */
export function whoOf(slip: Slip): Html {
  const { person, plan, institution } = slip;
  return definitions([
    ["姓名", person.name],
    ["证件号码", person.certNo],
    ["人员编号", person.psnNo],
    ["参保", [plan.name, insuredAs(slip.population, slip.status)].filter((word) => word !== null).join(" ")],
    ["医疗类别", medTypeName(slip.medType)],
    ["就医日期", slip.serviceDate],
    ["机构编码", institution.code],
    ["结算时间", timeOf(slip.committedAt)],
    ["结算编号", slip.settlementId],
    ["报文编号", slip.standing === "cash" ? null : slip.msgid],
    ["补结算码", slip.resettleCode],
    ["原结算编号", slip.reverses],
    ["替代结算", slip.replaces],
    ["撤销编号", slip.reversedBy],
  ]);
}

function footOf(slip: Slip): readonly Html[] {
  return [
    element("p", "small", [statementOf(slip)]),
    element("p", "small", [
      `收费员 ${slip.operator}　台号 ${slip.desk}${slip.pharmacist === null ? "" : `　审核药师 ${slip.pharmacist}`}　政策包 ${slip.pack}`,
    ]),
    element("div", "signs", [
      element("span", null, ["机构（章）："]),
      element("span", null, [slip.institution.type === "pharmacy" ? "购药人签名：" : "患者签名："]),
    ]),
  ];
}

export function rowTable(rows: readonly Row[]): Html {
  return element("table", null, [
    element(
      "tbody",
      null,
      rows.map(({ label, amount, weight }) =>
        element("tr", weight, [element("td", null, [label]), element("td", "figure", [amount])]),
      ),
    ),
  ]);
}

function titled(title: string, content: Html | null): readonly Html[] {
  return content === null ? [] : [element("h2", null, [title]), content];
}

export function lines(title: string, all: readonly string[]): readonly Html[] {
  if (all.length === 0) return [];
  return [element("h2", null, [title]), ...all.map((line) => element("p", "small", [line]))];
}
