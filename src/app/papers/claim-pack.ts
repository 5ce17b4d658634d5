import { formatFen } from "../../base/money.ts";
import type { ClaimGuide } from "./claim-papers.ts";
import { claimGuidesOf } from "./claim-papers.ts";
import type { Html, PaperSheet } from "./page.ts";
import { definitions, element, pages } from "./page.ts";
import type { Slip } from "./slip.ts";
import { feeListSheet, lines, rowTable, settlementSheet, whoOf } from "./slip-pages.ts";
import { cashRow, fundRows, manualRows, marksOf, personalRows } from "./slip-rows.ts";
import { splitWords } from "./words.ts";

/** Everything that the desk can make for a claim by hand: what has to be brought, the settlement, the fee list. */
export function claimPackPages(slip: Slip): string {
  return pages([coverOf(slip), settlementSheet(slip), feeListSheet(slip)]);
}

function coverOf(slip: Slip): PaperSheet {
  const { institution, split } = slip;
  const { label, amount } = cashRow(slip);
  const total = { label: splitWords.total, amount: formatFen(split.total), weight: "strong" } as const;
  const manual = manualRows(slip);
  return {
    head: { institution: institution.name, title: "手工报销材料", marks: marksOf(slip) },
    content: [
      whoOf(slip),
      element("h2", null, ["本次费用"]),
      element("div", "sums", [
        rowTable([total, ...fundRows(slip), ...personalRows(slip), { label, amount, weight: "plain" }]),
        ...(manual.length === 0 ? [] : [rowTable(manual)]),
      ]),
      ...claimGuidesOf(slip).flatMap(guideOf),
      element("p", "small", [
        "本包共三部分：材料清单、结算单、费用清单。收费票据由本机构另行开具，请一并保存。",
      ]),
      element("div", "signs", [element("span", null, ["经办人："]), element("span", null, ["领取人签名："])]),
    ],
  };
}

function guideOf(guide: ClaimGuide): readonly Html[] {
  const { title, clause, papers, notes, until, phone } = guide;
  return [
    element("h2", null, [title]),
    definitions([
      ["依据", clause],
      ["截止", until],
      ["咨询", phone],
    ]),
    element(
      "ul",
      "checks",
      papers.map(({ name, isHere }) => element("li", isHere ? "here" : null, [name])),
    ),
    ...lines("", notes).slice(1),
  ];
}
