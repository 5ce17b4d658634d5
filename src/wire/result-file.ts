import type { Fen } from "../base/money.ts";
import { formatFen } from "../base/money.ts";
import type { Verdict } from "./codes.ts";
import { signedFen, signedMoney } from "./scalars.ts";
import type { StatementRow } from "./statement-file.ts";

/** A row of a result file as it is read. */
export interface ReadResultRow {
  readonly psnNo: string;
  readonly visitId: string;
  readonly settlementId: string;
  readonly msgid: string;
  readonly verdict: Verdict;
  readonly isRefund: boolean;
  readonly memo: string;
  /** The centre's; null: it has no such settlement. */
  readonly amounts: { readonly total: Fen; readonly fundTotal: Fen; readonly account: Fen } | null;
}

/** How Hubei writes nothing. */
const nothing = "null";
const width = 10;
const verdicts: Readonly<Record<string, Verdict>> = {
  "0": "equal",
  "1": "centreMore",
  "2": "institutionMore",
  "3": "different",
};

/**
 * Reads the text of a 3202 result, of ten columns or with the extension eleven.
 *
 * @returns null when any row of it cannot be read: what is half understood reconciles nothing
 * @source 接口规范 3202 结果文件
 */
export function readResult(textOf: string): readonly ReadResultRow[] | null {
  const rows: ReadResultRow[] = [];
  for (const line of textOf.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    if (line === "") continue;
    const row = rowOf(line.split("\t").map((cell) => (cell.trim() === nothing ? "" : cell.trim())));
    if (row === null) return null;
    rows.push(row);
  }
  return rows;
}

function rowOf(cells: readonly string[]): ReadResultRow | null {
  const [psnNo = "", visitId = "", settlementId = "", msgid = "", result = "", flag = "", memo = ""] = cells;
  const verdict = Object.hasOwn(verdicts, result) ? verdicts[result] : undefined;
  if (cells.length < width || cells.length > width + 1 || verdict === undefined) return null;
  const amounts = amountsOf(cells.slice(width - 3, width));
  if (amounts === "wrong") return null;
  return { psnNo, visitId, settlementId, msgid, verdict, isRefund: flag === "1", memo, amounts };
}

function amountsOf(cells: readonly string[]): ReadResultRow["amounts"] | "wrong" {
  if (cells.every((cell) => cell === "")) return null;
  const read = cells.map((cell) => signedMoney.safeParse(cell));
  const [total, fundTotal, account] = read.map((one) => (one.success ? signedFen(one.data) : null));
  if (total === null || total === undefined) return "wrong";
  if (fundTotal === null || fundTotal === undefined) return "wrong";
  return account === null || account === undefined ? "wrong" : { total, fundTotal, account };
}

/** Writes the text of a 3202 upload. @source 接口规范 3202 上传文件 */
export function writeStatement(rows: readonly StatementRow[]): string {
  return rows
    .map((row) =>
      [
        row.settlementId,
        row.visitId === "" ? nothing : row.visitId,
        row.psnNo,
        formatFen(row.total),
        formatFen(row.fundTotal),
        formatFen(row.account),
        row.isRefund ? "1" : "0",
      ].join("\t"),
    )
    .map((line) => `${line}\n`)
    .join("");
}
