import { z } from "zod";

import { reading } from "../gateway/opening.ts";
import type { Handler, No } from "../gateway/turn.ts";
import { done, no } from "../gateway/turn.ts";
import { parseQuantity } from "../base/money.ts";
import type { GoodsRow } from "../wire/goods.ts";
import { encodeGoods, goodsInput } from "../wire/goods.ts";
import type { Bench } from "./bench.ts";
import { find } from "./bench.ts";
import { readOf } from "./read-books.ts";

/** Under which a trace code is held by a sale that no settlement stands behind. */
export const noSettlement = 0;

const soldShape = z.object({ sold: z.int(), back: z.int() });

/** 3505: what was sold, with the trace codes of its boxes; the same receipt line again says the same. */
export function goodsSold(bench: Bench): Handler {
  return reading(goodsInput, ({ door }, rows) => {
    for (const row of rows) {
      const wrong = otherPerson(bench, row) ?? unknownSettlement(bench, row) ?? wrongCodes(bench, row);
      if (wrong !== null) return wrong;
      const sold = { sold: parseQuantity(row.qty).scaled, back: 0 };
      if (door.terminal.readState("goods", goodsId(row)) !== undefined)
        return no("CLAIM_INVALID", `批次流水号 ${row.batchNo} 的 ${row.code} 已上传`);
      door.terminal.keepState("goods", goodsId(row), sold);
    }
    return done(encodeGoods(), null);
  });
}

/** 3506: what came back of a line that was sold; the codes of its boxes may be sold again. */
export function goodsReturned(bench: Bench): Handler {
  return reading(goodsInput, ({ door }, rows) => {
    for (const row of rows) {
      const wrong = otherPerson(bench, row);
      if (wrong !== null) return wrong;
      const known = soldShape.safeParse(door.terminal.readState("goods", goodsId(row)));
      if (!known.success) return no("CLAIM_INVALID", `没有批次流水号 ${row.batchNo} 的销售记录（3505）`);
      const back = known.data.back + parseQuantity(row.qty).scaled;
      if (back > known.data.sold) return no("CLAIM_INVALID", `${row.code} 退回数量大于售出数量`);
      door.terminal.keepState("goods", goodsId(row), { ...known.data, back });
      for (const code of row.traceCodes) freeCode(bench, code);
    }
    return done(encodeGoods(), null);
  });
}

function goodsId({ batchNo, code }: GoodsRow): string {
  return `${batchNo} ${code}`;
}

function otherPerson({ read }: Bench, { psnNo }: GoodsRow): No | null {
  return psnNo === read.scope.psnNo ? null : no("CLAIM_INVALID", "一次上传的商品须属于同一人");
}

function unknownSettlement(bench: Bench, { settlementId }: GoodsRow): No | null {
  if (settlementId === null || find(bench, "id", settlementId) !== null) return null;
  return no("SETTLEMENT_NOT_FOUND", "没有与 setl_id、psn_no 相符的结算，请核对后重试");
}

/** A code that a settlement holds must be of the very settlement; one that nobody holds is taken. */
function wrongCodes(bench: Bench, { settlementId, traceCodes }: GoodsRow): No | null {
  const { psnNo } = bench.read.scope;
  const number =
    settlementId === null ? noSettlement : (find(bench, "id", settlementId)?.number ?? noSettlement);
  for (const code of traceCodes) {
    const holder = readOf(bench.read.traceCodes, { kind: "traceCode", code });
    const isOwn = holder !== null && number > 0 && holder.psnNo === psnNo && holder.number === number;
    if (isOwn) continue;
    if (holder !== null || bench.changes.traceCodes.some((one) => one.code === code))
      return no("TRACE_CODE_USED", "追溯码已售出，请核对药品；退货后可再次销售");
    bench.changes.traceCodes.push({ code, psn_no: psnNo, number });
  }
  return null;
}

/** Codes of a settlement go free with its reversal, those of a cash sale with the goods. */
function freeCode({ read, changes }: Bench, code: string): void {
  const holder = readOf(read.traceCodes, { kind: "traceCode", code });
  if (holder?.psnNo === read.scope.psnNo && holder.number === noSettlement) changes.freedCodes.push(code);
}
