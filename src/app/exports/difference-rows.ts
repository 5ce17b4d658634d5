import type { Fen } from "../../base/money.ts";
import { formatFen } from "../../base/money.ts";
import { causeNames, deedOf } from "../../recon/causes.ts";
import type { Difference } from "../../recon/differences.ts";
import type { Period } from "../../store/export-pages.ts";
import type { Closing } from "../closing.ts";
import { readClosing } from "../closing.ts";
import type { Ground } from "../ground.ts";
import type { ColumnOf, DataSet } from "./data-set.ts";
import { cellsOf, plainColumns } from "./data-set.ts";
import { daysOf, eachDay } from "./day-rows.ts";

const outcomeNames = { open: "未结", provisional: "暂结", balanced: "已平" } as const;

interface Told {
  readonly closing: Closing;
  /** null: what stands in `unnamed` has no cause. */
  readonly difference: Difference | null;
  readonly unnamed: string;
}

type Amount = "total" | "fundTotal" | "account";

const columns: readonly ColumnOf<Told>[] = [
  { key: "day", title: "日期", kind: "text", of: ({ closing }) => closing.day },
  { key: "outcome", title: "日结", kind: "text", of: ({ closing }) => outcomeNames[closing.outcome] },
  { key: "cause", title: "原因码", kind: "text", of: ({ difference }) => difference?.cause ?? "unnamed" },
  {
    key: "causeName",
    title: "原因",
    kind: "text",
    of: ({ difference }) => (difference === null ? "无法归因" : causeNames[difference.cause]),
  },
  {
    key: "deed",
    title: "处理",
    kind: "text",
    of: ({ difference }) => (difference === null ? "" : deedOf[difference.cause]),
  },
  {
    key: "settlementId",
    title: "结算编号",
    kind: "text",
    of: ({ difference }) => difference?.entry?.settlementId ?? "",
  },
  {
    key: "centreSettlement",
    title: "中心结算编号",
    kind: "text",
    of: ({ difference }) => difference?.row?.settlementId ?? difference?.entry?.centreSettlementId ?? "",
  },
  {
    key: "msgid",
    title: "报文编号",
    kind: "text",
    of: ({ difference }) => difference?.entry?.msgid ?? difference?.row?.msgid ?? "",
  },
  ...amountColumns("our", "本机", ({ difference }) => difference?.entry ?? null),
  ...amountColumns("their", "中心", ({ difference }) => difference?.row?.amounts ?? null),
  ...amountColumns("delta", "差额", ({ difference }) => difference?.delta ?? null),
  {
    key: "consequences",
    title: "牵连笔数",
    kind: "count",
    of: ({ difference }) => String(difference?.consequences.length ?? 0),
  },
  { key: "note", title: "说明", kind: "text", of: ({ unnamed }) => unnamed },
];

/** What the closes of a period have left open, a row a difference. */
export function differenceRows(ground: Ground, period: Period): DataSet {
  return {
    title: "差异",
    columns: plainColumns(columns),
    of: daysOf(period),
    pages: eachDay(period, (day) => {
      const stored = ground.store.closings.byDay(day);
      if (stored === undefined) return [];
      return toldOf(readClosing(ground, stored)).map((told) => cellsOf(columns, told));
    }),
  };
}

function toldOf(closing: Closing): readonly Told[] {
  return [
    ...closing.differences.map((difference): Told => ({ closing, difference, unnamed: "" })),
    ...closing.unnamed.map((unnamed): Told => ({ closing, difference: null, unnamed })),
  ];
}

function amountColumns(
  prefix: string,
  whose: string,
  amountsOf: (told: Told) => Readonly<Record<Amount, Fen>> | null,
): readonly ColumnOf<Told>[] {
  const titles: Readonly<Record<Amount, string>> = { total: "总额", fundTotal: "基金", account: "个人账户" };
  return (["total", "fundTotal", "account"] as const).map((name) => ({
    key: `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    title: `${whose}${titles[name]}`,
    kind: "amount",
    of: (told) => {
      const amounts = amountsOf(told);
      return amounts === null ? "" : formatFen(amounts[name]);
    },
  }));
}
