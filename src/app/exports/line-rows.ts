import { z } from "zod";

import { formatFen } from "../../base/money.ts";
import type { ExportedWithClaim } from "../../store/export-pages.ts";
import type { LineRow } from "../../store/lines.ts";
import { benefitNames, classNames, medTypeName } from "../papers/words.ts";
import { claimBehind } from "../read-settlement.ts";
import type { Cells, ColumnOf } from "./data-set.ts";
import { cellsOf, plainColumns } from "./data-set.ts";
import type { BooksRead, LedgerTable } from "./ledger-table.ts";

const soldShape = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      code: z.string().default(""),
      name: z.string().default(""),
      class: z.enum(["A", "B", "C"]).nullish(),
      qty: z.string().default(""),
      price: z.string().default(""),
    }),
  ),
});
type Sold = z.infer<typeof soldShape>["items"][number];

interface Line {
  readonly row: ExportedWithClaim;
  readonly line: LineRow;
  readonly sold: Sold | undefined;
}

const columns: readonly ColumnOf<Line>[] = [
  { key: "settlementId", title: "结算编号", kind: "text", of: ({ row }) => row.id },
  { key: "committedAt", title: "结算时间", kind: "text", of: ({ row }) => row.committed_at },
  { key: "plan", title: "参保地", kind: "text", of: ({ row }) => row.plan },
  { key: "medType", title: "医疗类别", kind: "text", of: ({ row }) => medTypeName(row.medical_type) },
  { key: "line", title: "明细编号", kind: "text", of: ({ line }) => line.id },
  { key: "code", title: "项目编码", kind: "text", of: ({ sold }) => sold?.code ?? "" },
  { key: "itemName", title: "项目", kind: "text", of: ({ sold }) => sold?.name ?? "" },
  {
    key: "class",
    title: "类",
    kind: "text",
    of: ({ sold }) => classOf(sold),
  },
  { key: "price", title: "单价", kind: "decimal", of: ({ sold }) => sold?.price ?? "" },
  { key: "qty", title: "数量", kind: "decimal", of: ({ row, sold }) => qtyOf(row, sold) },
  { key: "benefit", title: "待遇", kind: "text", of: ({ line }) => benefitNames[line.benefit] },
  { key: "amount", title: "金额", kind: "amount", of: ({ line }) => formatFen(line.amount_fen) },
  { key: "ownPay", title: "全自费", kind: "amount", of: ({ line }) => formatFen(line.own_pay_fen) },
  { key: "overLimit", title: "超限价自费", kind: "amount", of: ({ line }) => formatFen(line.over_limit_fen) },
  {
    key: "selfPayFirst",
    title: "先行自付",
    kind: "amount",
    of: ({ line }) => formatFen(line.self_pay_first_fen),
  },
  { key: "inScope", title: "符合政策范围", kind: "amount", of: ({ line }) => formatFen(line.in_scope_fen) },
  { key: "operator", title: "收费员", kind: "text", of: ({ row }) => row.operator },
  { key: "desk", title: "台号", kind: "text", of: ({ row }) => row.desk },
];

/** What was sold, a row each line of a bill; a reversal has its lines below zero. */
export const lineTable: LedgerTable = {
  title: "明细",
  columns: plainColumns(columns),
  pageRows: 200,
  reader: (books) => (stretch) =>
    books.store.exportPages.withClaims(stretch).flatMap((row) => linesOf(books, row)),
};

function linesOf(books: BooksRead, row: ExportedWithClaim): readonly Cells[] {
  const { items } = soldShape.parse(claimBehind(books, row));
  const sold = new Map(items.map((item) => [item.id, item]));
  return books.store.lines
    .between(row.number, row.number)
    .map((line) => cellsOf(columns, { row, line, sold: sold.get(line.id) }));
}

function qtyOf(row: ExportedWithClaim, sold: Sold | undefined): string {
  if (sold === undefined || sold.qty === "") return "";
  return row.kind === "reversal" ? `-${sold.qty}` : sold.qty;
}

function classOf(sold: Sold | undefined): string {
  const own = sold?.class ?? null;
  return own === null ? "" : classNames[own];
}
