import { present } from "../../base/assert.ts";
import { addDays, civilDate } from "../../base/civil-date.ts";
import { formatFen } from "../../base/money.ts";
import type { Split } from "../../settle/settlement.ts";
import { splitNames } from "../../settle/settlement.ts";
import type { ExportedRow, Period, Place } from "../../store/export-pages.ts";
import { paidSplit } from "../adjustments.ts";
import type { Ground } from "../ground.ts";
import { maskName, maskNumber } from "../papers/mask.ts";
import { medTypeName, splitWords } from "../papers/words.ts";
import { holderOf } from "../people.ts";
import type { ColumnOf, DataSet, Page } from "./data-set.ts";
import { cellsOf, plainColumns } from "./data-set.ts";

/** So many settlements are read at a time: a sale that comes between two pages is not held up. */
const pageRows = 250;
/** People whose masked names are kept at hand. */
const namesMax = 60_000;

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

interface Masked {
  readonly name: string;
  readonly psnNo: string;
}

/** A settlement with whom it is of, as far as a list may say. */
interface Told {
  readonly row: ExportedRow;
  /** As it was paid. */
  readonly paid: Split;
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
  ...splitNames.map((name): ColumnOf<Told> => ({
    key: name,
    title: splitWords[name],
    kind: "amount",
    of: ({ paid }) => formatFen(paid[name]),
  })),
  ...tailColumns,
];

/** Every settlement of a period with its split, a row each. */
export function settlementRows(ground: Ground, period: Period): DataSet {
  const { store } = ground;
  const last = store.settlements.lastNumber();
  const personOf = maskedPeople(ground);
  const pages = pagesOf(ground, period, (place) =>
    store.exportPages.settlements({ ...place, last, limit: pageRows }),
  );
  return {
    title: "结算",
    columns: plainColumns(columns),
    of: store.exportPages.count(period, last),
    pages: mapPages(pages, (rows) => {
      const adjusted = adjustedOf(ground, rows);
      return rows.map((row) => {
        const since = adjusted.has(row.number) ? store.adjustments.of(row.number) : [];
        const paid = paidSplit(row, since);
        const adjustedAt = since.at(-1)?.row.adjusted_at ?? "";
        return cellsOf(columns, { row, paid, adjustedAt, person: personOf(row.person_key) });
      });
    }),
  };
}

/** Which of a page were adjusted: nearly always none, and asked once. */
function adjustedOf({ store }: Ground, rows: readonly ExportedRow[]): ReadonlySet<number> {
  const [first, last] = [rows.at(0), rows.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  return store.adjustments.adjustedBetween(first.number, last.number);
}

/** Rows of the ledger by the keys of the page before. */
export function* pagesOf<T extends ExportedRow>(
  { store }: Ground,
  { from, to }: Period,
  read: (place: Place) => readonly T[],
): Generator<readonly T[], undefined> {
  let rest: Period = { from, to };
  for (;;) {
    const day = store.exportPages.firstDay(rest);
    if (day === undefined) return undefined;
    for (let rows = read({ day, number: 0 }); rows.length > 0;) {
      yield rows;
      rows = read({ day, number: present(rows.at(-1), "the last of a page").number });
    }
    rest = { from: addDays(civilDate(day), 1), to };
  }
}

/** @param rowsOf  what a page of the ledger's rows becomes */
export function* mapPages<T>(
  pages: Iterable<readonly T[]>,
  rowsOf: (page: readonly T[]) => Page["rows"],
): Generator<Page, undefined> {
  let done = 0;
  for (const page of pages) {
    done += page.length;
    yield { rows: rowsOf(page), done };
  }
  return undefined;
}

/** Whom a settlement is of, masked: a list of many is no place for names and numbers. */
function maskedPeople(ground: Ground): (key: Buffer) => Masked {
  const known = new Map<string, Masked>();
  return (key) => {
    const id = key.toString("latin1");
    const held = known.get(id);
    if (held !== undefined) return held;
    const holder = holderOf(ground, key);
    const masked = {
      name: holder === null ? "" : maskName(holder.name),
      psnNo: holder === null ? "" : maskNumber(holder.psnNo),
    };
    if (known.size >= namesMax) known.clear();
    known.set(id, masked);
    return masked;
  };
}
