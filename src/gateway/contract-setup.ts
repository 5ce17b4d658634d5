import { z } from "zod";

import { designations, institutionTypes, levels } from "../rules/schema-parts.ts";
import { pin, word } from "./contract-parts.ts";

/** What a first start is told: the institution, who answers for it, the rules that it begins with. */
export const setupInput = z.strictObject({
  institution: z.strictObject({
    code: z.string().regex(/^[0-9A-Z]{12}$/, "应为 12 位定点医药机构编号"),
    name: z.string().trim().min(1, "请填写机构名称").max(200),
    type: z.enum(institutionTypes),
    level: z.enum(levels),
    region: z.string().regex(/^\d{6}$/, "应为六位行政区划代码"),
    designations: z.array(z.enum(designations)).max(20),
  }),
  administrator: z.strictObject({
    id: word,
    name: z.string().trim().min(1, "请填写姓名").max(100),
    pin,
  }),
  /** Files of the shipped packs. */
  packs: z.array(z.string().max(200)).min(1, "至少选一个政策包").max(200),
});

export type SetupInput = z.output<typeof setupInput>;

/** A pack that comes with the program. */
export interface ShippedPack {
  readonly file: string;
  readonly name: string;
  readonly from: string;
}

export interface SetupChoices {
  readonly packs: readonly ShippedPack[];
  readonly dir: string;
}

export type SetupAnswer =
  | { readonly ok: true; readonly recoveryKey: string }
  | { readonly ok: false; readonly refusal: SetupRefusal };

export interface SetupRefusal {
  readonly code: string;
  readonly message: string;
  readonly details: Record<string, unknown>;
}
