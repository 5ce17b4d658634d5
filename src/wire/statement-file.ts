import type { Fault } from "../base/faults.ts";
import type { Fen } from "../base/money.ts";
import { formatFen } from "../base/money.ts";
import type { Verdict } from "./codes.ts";
import { statementResult } from "./codes.ts";
import type { Parsed } from "./envelope.ts";
import { signedFen, signedMoney } from "./scalars.ts";

/** A row that an institution sends. */
export interface StatementRow {
  readonly settlementId: string;
  readonly visitId: string;
  readonly psnNo: string;
  readonly total: Fen;
  readonly fundTotal: Fen;
  readonly account: Fen;
  readonly isRefund: boolean;
}

export interface StatementFile {
  readonly rows: readonly StatementRow[];
  /** Whether the rows end with an extension column, as Hubei writes them: then the result has one too. */
  readonly extended: boolean;
}

const columnNames = [
  "setl_id",
  "mdtrt_id",
  "psn_no",
  "medfee_sumamt",
  "fund_pay_sumamt",
  "acct_pay",
  "refd_setl_flag",
] as const;
/** More rows than a month of the largest institution has. */
const rowsMax = 200_000;
const faultsMax = 5;
/** How Hubei writes nothing. */
const nothing = "null";

/**
 * Reads the text of a 3202 upload: a row a settlement, seven columns parted by tabs and perhaps an eighth, no heading.
 *
 * @returns the rows, or the first faults by row and column; no value is repeated
 * @source 接口规范 3202 上传文件
 */
export function parseStatement(text: string): Parsed<StatementFile> {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  while (lines.at(-1) === "") lines.pop();
  if (lines.length > rowsMax) return { ok: false, faults: [faultAt("", `不得超过 ${rowsMax} 行`)] };
  const faults: Fault[] = [];
  const rows: StatementRow[] = [];
  const width = lines[0]?.split("\t").length ?? columnNames.length;
  for (const [at, line] of lines.entries()) {
    const cells = line.split("\t").map((cell) => (cell.trim() === nothing ? "" : cell.trim()));
    const isShaped =
      cells.length === width && (width === columnNames.length || width === columnNames.length + 1);
    if (isShaped) {
      const row = rowOf(cells, (column, reason) => faults.push(faultAt(`第 ${at + 1} 行 ${column}`, reason)));
      if (row !== null) rows.push(row);
    } else {
      faults.push(faultAt(`第 ${at + 1} 行`, `应为 ${columnNames.length} 列，以制表符分隔`));
    }
    if (faults.length >= faultsMax) break;
  }
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, value: { rows, extended: width > columnNames.length } };
}

function rowOf(
  cells: readonly string[],
  fault: (column: string, reason: string) => void,
): StatementRow | null {
  const [settlementId = "", visitId = "", psnNo = "", total, fundTotal, account, flag = ""] = cells;
  const amountOf = (value: string | undefined, column: (typeof columnNames)[number]): Fen | null => {
    const read = signedMoney.safeParse(value);
    if (read.success) return signedFen(read.data);
    fault(column, read.error.issues[0]?.message ?? "有误");
    return null;
  };
  const amounts = [
    amountOf(total, "medfee_sumamt"),
    amountOf(fundTotal, "fund_pay_sumamt"),
    amountOf(account, "acct_pay"),
  ];
  if (settlementId === "") fault("setl_id", "缺少必填字段");
  if (!["", "0", "1"].includes(flag)) fault("refd_setl_flag", "只能是 0 / 1");
  const [totalFen, fundFen, accountFen] = amounts;
  if (totalFen === null || totalFen === undefined) return null;
  if (fundFen === null || fundFen === undefined || accountFen === null || accountFen === undefined)
    return null;
  const isRefund = flag === "1" || (flag === "" && totalFen < 0);
  return { settlementId, visitId, psnNo, total: totalFen, fundTotal: fundFen, account: accountFen, isRefund };
}

function faultAt(path: string, reason: string): Fault {
  return { path, value: "", reason };
}

/** A row of the answer; the amounts are the centre's. */
export interface ResultRow {
  readonly psnNo: string;
  readonly visitId: string;
  readonly settlementId: string;
  readonly msgid: string;
  readonly verdict: Verdict;
  readonly isRefund: boolean;
  readonly memo: string;
  /** null: the centre has no such settlement. */
  readonly centre: { readonly total: Fen; readonly fundTotal: Fen; readonly account: Fen } | null;
}

/**
 * Writes the text of a 3202 result, ten columns and with an extended upload an eleventh.
 *
 * @source 接口规范 3202 结果文件
 */
export function writeResult(rows: readonly ResultRow[], extended: boolean): string {
  return rows
    .map((row) => {
      const amounts = [row.centre?.total, row.centre?.fundTotal, row.centre?.account].map((amount) =>
        amount === undefined ? "" : formatFen(amount),
      );
      const cells = [
        row.psnNo,
        row.visitId,
        row.settlementId,
        row.msgid,
        statementResult(row.verdict),
        row.isRefund ? "1" : "0",
        row.memo,
        ...amounts,
        ...(extended ? [""] : []),
      ];
      return `${cells.map((cell) => (cell === "" && extended ? nothing : cell)).join("\t")}\n`;
    })
    .join("");
}
