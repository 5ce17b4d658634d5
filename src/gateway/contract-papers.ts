import { z } from "zod";

import { actor, day, word } from "./contract-parts.ts";

const paper = z.enum(["58", "80", "a4"]).meta({ description: "58、80 毫米小票或 A4" });
const copy = z.object({
  copy: z.int(),
  paper,
  operator: z.string(),
  desk: z.string(),
  issuedAt: z.string(),
  outcome: z.enum(["issued", "sent", "printed", "unknown", "failed"]),
});
/** A roll has a source with its picture and its bytes for the printer (ESC/POS, base64); a page has its HTML. */
const rendered = z.discriminatedUnion("form", [
  z.object({ form: z.literal("roll"), source: z.string(), svg: z.string(), bytes: z.string() }),
  z.object({ form: z.literal("page"), html: z.string() }),
]);
const shown = { settlementId: word, paper };

/** Papers: what they say is read from the books; only printing a slip counts as a copy. */
export const papersContract = {
  slip: {
    does: "预览结算小票，不计份数；列出已打印的各份",
    input: z.strictObject(shown),
    output: z.object({ rendered, copies: z.array(copy) }),
  },
  printSlip: {
    does: "打印结算小票：第 1 份为原件，其后标明重打第几份；确认未打印（failed）的份数再用一次",
    input: z.strictObject({ ...shown, actor }),
    output: z.object({ copy: z.int(), rendered, copies: z.array(copy) }),
  },
  slipOutcome: {
    does: "告知一份小票的打印结果：sent 已发送，printed 打印机确认，unknown 不知，failed 确认未打印",
    input: z.strictObject({
      settlementId: word,
      copy: z.int().min(1),
      outcome: z.enum(["sent", "printed", "unknown", "failed"]),
    }),
    output: copy,
  },
  feeList: {
    does: "费用清单（A4）",
    input: z.strictObject({ settlementId: word }),
    output: z.object({ html: z.string() }),
  },
  claimPack: {
    does: "手工报销材料（A4）：参保地要求的材料清单、结算单、费用清单；actor 为 null 只预览，否则记一份打印",
    input: z.strictObject({ settlementId: word, actor: actor.nullable() }),
    output: z.object({ copy: z.int().nullable(), html: z.string() }),
  },
  daySheet: {
    does: "日结单；未日结的标明仅供核对",
    input: z.strictObject({ day, paper }),
    output: z.object({ rendered }),
  },
  shiftSheet: {
    does: "交班单：当班，或 closedUpTo 以前最近一次交的班",
    input: z.strictObject({ operator: word, desk: word, closedUpTo: z.string().max(40).nullable(), paper }),
    output: z.object({ rendered }),
  },
} as const;
