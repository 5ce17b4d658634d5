import { present } from "../../base/assert.ts";
import type { Fen } from "../../base/money.ts";
import { addFen, formatFen, zeroFen } from "../../base/money.ts";
import { splitNames } from "../../settle/settlement.ts";
import type { Adjustment } from "../../store/adjustments.ts";
import type { ExportedRow } from "../../store/export-pages.ts";
import { amountColumns } from "../../store/settlements.ts";
import { medTypeName, splitWords } from "../papers/words.ts";
import type { ColumnOf } from "./data-set.ts";
import { cellsOf, plainColumns } from "./data-set.ts";
import { columnOf } from "../split-columns.ts";
import type { Masked } from "./masked-people.ts";
import { nobody } from "./masked-people.ts";
import type { LedgerTable } from "./ledger-table.ts";

const kindNames = { sale: "结算", reversal: "撤销" } as const;
const modeNames = { insured: "医保", cash: "脱机收现" } as const;
const stateNames: Readonly<Record<string, string>> = {
  none: "不报送",
  pending: "待发送",
  sent: "已发送",
  confirmed: "已确认",
  rejected: "未受理",
  unknown: "待确认",
};

/** A settlement with whom it is of, as far as a list may say. */
interface Told {
  readonly row: ExportedRow;
  /** As it was paid, in the order of `amountColumns`. */
  readonly paid: readonly Fen[];
  /** When it was last paid otherwise than it was written; "": never. */
  readonly adjustedAt: string;
  readonly person: Masked;
}

const headColumns = [
  { key: "settlementId", title: "结算编号", kind: "text", of: ({ row }) => row.id },
  { key: "committedAt", title: "结算时间", kind: "text", of: ({ row }) => row.committed_at },
  { key: "serviceDate", title: "就医日期", kind: "text", of: ({ row }) => row.service_date },
  { key: "kind", title: "类型", kind: "text", of: ({ row }) => kindNames[row.kind] },
  { key: "mode", title: "方式", kind: "text", of: ({ row }) => modeNames[row.mode] },
  { key: "plan", title: "参保地", kind: "text", of: ({ row }) => row.plan },
  { key: "medType", title: "医疗类别", kind: "text", of: ({ row }) => medTypeName(row.medical_type) },
  { key: "name", title: "姓名", kind: "text", of: ({ person }) => person.name },
  { key: "psnNo", title: "人员编号", kind: "text", of: ({ person }) => person.psnNo },
] as const satisfies readonly ColumnOf<Told>[];

const tailColumns = [
  { key: "operator", title: "收费员", kind: "text", of: ({ row }) => row.operator },
  { key: "pharmacist", title: "药师", kind: "text", of: ({ row }) => row.pharmacist ?? "" },
  { key: "desk", title: "台号", kind: "text", of: ({ row }) => row.desk },
  { key: "msgid", title: "报文编号", kind: "text", of: ({ row }) => row.msgid },
  {
    key: "state",
    title: "报文状态",
    kind: "text",
    of: ({ row }) => stateNames[row.state] ?? row.state,
  },
  {
    key: "centreSettlement",
    title: "中心结算编号",
    kind: "text",
    of: ({ row }) => row.centre_settlement ?? "",
  },
  { key: "reverses", title: "撤销的结算", kind: "text", of: ({ row }) => row.reverses_id ?? "" },
  { key: "replaces", title: "替代的结算", kind: "text", of: ({ row }) => row.replaces_id ?? "" },
  { key: "reversedBy", title: "被何结算撤销", kind: "text", of: ({ row }) => row.reversed_by ?? "" },
  { key: "adjustedAt", title: "按中心金额认账时间", kind: "text", of: ({ adjustedAt }) => adjustedAt },
  { key: "pack", title: "政策包", kind: "text", of: ({ row }) => row.pack },
  { key: "supplement", title: "补充参数", kind: "text", of: ({ row }) => row.supplement ?? "" },
] as const satisfies readonly ColumnOf<Told>[];

const columns: readonly ColumnOf<Told>[] = [
  ...headColumns,
  ...splitNames.map((name): ColumnOf<Told> => {
    const at = amountColumns.indexOf(columnOf[name]);
    return {
      key: name,
      title: splitWords[name],
      kind: "amount",
      of: ({ paid }) => formatFen(present(paid[at], "every amount")),
    };
  }),
  ...tailColumns,
];

/** Every settlement with its split, a row each. */
export const settlementTable: LedgerTable = {
  title: "结算",
  columns: plainColumns(columns),
  pageRows: 250,
  reader: (books) => {
    const { store, people } = books;
    return (stretch) => {
      const rows = store.exportPages.settlements(stretch);
      const adjusted = store.adjustments.adjustedBetween(rows.at(0)?.number ?? 1, stretch.upTo);
      const masked = people.of(rows.map(({ person }) => person));
      return rows.map((row) => {
        const since = adjusted.has(row.number) ? store.adjustments.of(row.number) : [];
        const paid = paidAmounts(row, since);
        const adjustedAt = since.at(-1)?.row.adjusted_at ?? "";
        return cellsOf(columns, { row, paid, adjustedAt, person: masked.get(row.person) ?? nobody });
      });
    };
  },
};

/** What a settlement was written with and what was adjusted of it, together. */
function paidAmounts({ amounts }: ExportedRow, adjusted: readonly Adjustment[]): readonly Fen[] {
  return adjusted.reduce<readonly Fen[]>(
    (paid, { row }) => amountColumns.map((name, at) => addFen(paid[at] ?? zeroFen, row[name])),
    amounts,
  );
}
