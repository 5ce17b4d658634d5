import { z } from "zod";

import { instant, instantOrNull, text, textOrNull } from "./scalars.ts";

/** 2001: whether a fund stands open to a person for a sort of visit. */
export const entitlementInput = z
  .looseObject({
    data: z.looseObject({
      psn_no: text(30),
      insutype: text(6),
      med_type: text(6),
      begntime: instant,
      endtime: instantOrNull,
      dise_codg: textOrNull(30),
      matn_type: textOrNull(6),
      birctrl_type: textOrNull(6),
    }),
  })
  .transform(({ data }) => ({
    psnNo: data.psn_no,
    insutype: data.insutype,
    medType: data.med_type,
    begin: data.begntime,
    end: data.endtime,
    diseaseCode: data.dise_codg,
    birthControl: data.birctrl_type,
  }));

/** 2001 output. @param reason  why not; null when the person is entitled */
export function encodeEntitlement(view: {
  readonly psnNo: string;
  readonly population: "employee" | "resident";
  readonly day: string;
  readonly reason: string | null;
}) {
  return {
    trtinfo: [
      {
        psn_no: view.psnNo,
        trt_chk_type: "01",
        fund_pay_type: view.population === "resident" ? "390100" : "310100",
        trt_enjymnt_flag: view.reason === null ? "1" : "0",
        begndate: view.day,
        enddate: null,
        trt_chk_rslt: view.reason ?? "",
      },
    ],
  };
}
