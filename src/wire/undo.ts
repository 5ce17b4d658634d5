import { z } from "zod";

import { msgid, text } from "./scalars.ts";

/** 2601: the message whose answer was lost. */
export const undoInput = z
  .looseObject({ data: z.looseObject({ psn_no: text(30), omsgid: msgid, oinfno: text(6) }) })
  .transform(({ data }) => ({
    psnNo: data.psn_no,
    originalMsgid: data.omsgid,
    originalInfno: data.oinfno.toUpperCase(),
  }));
