import { z } from "zod";

import type { Fen } from "../base/money.ts";
import { formatFen } from "../base/money.ts";
import type { Verdict } from "./codes.ts";
import { statementResult } from "./codes.ts";
import { count, day, flagOrNull, month, signedFen, signedMoney, text, textOrNull } from "./scalars.ts";

/** Regions write the flag in capitals or not; "0" leaves refunds out, everything else counts them. */
const refundFlag = { refd_setl_flag: flagOrNull, REFD_SETL_FLAG: flagOrNull };

const period = { setl_optins: text(6), stmt_begndate: day, stmt_enddate: day };
const sums = { medfee_sumamt: signedMoney, fund_pay_sumamt: signedMoney, fixmedins_setl_cnt: count };

type WithFlag = { readonly [Name in keyof typeof refundFlag]: boolean | null };

function withRefunds(data: WithFlag): boolean {
  return (data.refd_setl_flag ?? data.REFD_SETL_FLAG) !== false;
}

/** 3201: an institution's totals of one insurance and sort of clearing. */
export const totalStatementInput = z
  .looseObject({
    data: z.looseObject({
      insutype: text(6),
      clr_type: text(6),
      ...period,
      ...sums,
      acct_pay: signedMoney,
      ...refundFlag,
    }),
  })
  .transform(({ data }) => ({
    insutype: data.insutype,
    clearingType: data.clr_type,
    office: data.setl_optins,
    from: data.stmt_begndate,
    to: data.stmt_enddate,
    withRefunds: withRefunds(data),
    sums: {
      count: data.fixmedins_setl_cnt,
      total: signedFen(data.medfee_sumamt),
      fundTotal: signedFen(data.fund_pay_sumamt),
      account: signedFen(data.acct_pay),
    },
  }));

/** stmt_rslt_dscr is C200. */
const descriptionLengthMax = 200;

/** 3201 output. @param description  which sums differ and what they are here */
export function encodeTotalStatement(view: {
  readonly office: string;
  readonly verdict: Verdict;
  readonly description: string;
}) {
  return {
    stmtinfo: {
      setl_optins: view.office,
      stmt_rslt: statementResult(view.verdict),
      stmt_rslt_dscr: view.description.slice(0, descriptionLengthMax),
    },
  };
}

/** The sums of a total as an extension of its answer: JSON within the field that regions keep for their own. */
export function encodeSums(told: {
  readonly count: number;
  readonly total: Fen;
  readonly fundTotal: Fen;
  readonly account: Fen;
}): string {
  return JSON.stringify({
    fixmedins_setl_cnt: String(told.count),
    medfee_sumamt: formatFen(told.total),
    fund_pay_sumamt: formatFen(told.fundTotal),
    acct_pay: formatFen(told.account),
  });
}

/** 3202: a file of single settlements, with its sums. What regions put into cash_payamt differs: it is not compared. */
export const detailStatementInput = z
  .looseObject({
    data: z.looseObject({
      ...period,
      ...sums,
      file_qury_no: text(30),
      cash_payamt: signedMoney,
      clr_type: textOrNull(6),
      ...refundFlag,
    }),
  })
  .transform(({ data }) => ({
    clearingType: data.clr_type,
    office: data.setl_optins,
    from: data.stmt_begndate,
    to: data.stmt_enddate,
    fileNo: data.file_qury_no,
    withRefunds: withRefunds(data),
    sums: {
      count: data.fixmedins_setl_cnt,
      total: signedFen(data.medfee_sumamt),
      fundTotal: signedFen(data.fund_pay_sumamt),
    },
  }));

/** 3203: an application for the money of a period. */
export const clearingInput = z
  .looseObject({
    data: z.looseObject({
      clr_type: text(6),
      clr_way: textOrNull(6),
      setlym: month,
      psntime: count,
      medfee_sumamt: signedMoney,
      med_sumfee: signedMoney,
      fund_appy_sum: signedMoney,
      cash_payamt: signedMoney,
      acct_pay: signedMoney,
      begndate: day,
      enddate: day,
    }),
  })
  .transform(({ data }) => ({
    clearingType: data.clr_type,
    clearingWay: data.clr_way,
    month: data.setlym,
    from: data.begndate,
    to: data.enddate,
    visits: data.psntime,
    total: signedFen(data.medfee_sumamt),
    recognised: signedFen(data.med_sumfee),
    fund: signedFen(data.fund_appy_sum),
    account: signedFen(data.acct_pay),
    cash: signedFen(data.cash_payamt),
  }));

/** 3203 output. */
export function encodeClearing(id: string) {
  return { result: { clr_appy_evt_id: id } };
}

/** 3204: that application is taken back. */
export const cancelClearingInput = z
  .looseObject({ data: z.looseObject({ clr_appy_evt_id: text(30) }) })
  .transform(({ data }) => ({ id: data.clr_appy_evt_id }));
