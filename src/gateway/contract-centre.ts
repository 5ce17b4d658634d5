import { z } from "zod";

import { isCentreUrl } from "../line/centre-url.ts";
import { approval, nothing } from "./contract-parts.ts";

const setting = z.object({
  url: z.string().nullable(),
  /** The words that started the engine name it: the setting waits. */
  isGiven: z.boolean(),
  isAttached: z.boolean(),
  fault: z.string().nullable(),
});

/** Verbs of whoever says which centre these books belong to. */
export const centreContract = {
  centreSetting: { does: "医保中心的地址，以及是否已接上", input: nothing, output: setting },
  changeCentre: {
    does: "更改医保中心的地址和令牌（管理员批准），立即生效；url 为 null 不再连接，token 为 null 不换令牌",
    input: z.strictObject({
      url: z
        .string()
        .max(200)
        .refine(isCentreUrl, "应为中心的地址，如 https://centre.example:8443，不带路径")
        .nullable(),
      token: z
        .string()
        .regex(/^[\x21-\x7e]{1,500}$/)
        .nullable(),
      approval,
    }),
    output: setting,
  },
} as const;
