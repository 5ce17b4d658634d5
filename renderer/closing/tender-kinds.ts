import { addFen, formatFen, parseSignedFen, zeroFen } from "../../src/base/money.ts";
import type { VerbOutput } from "../../src/gateway/contract.ts";

/** Ways of paying, in the order in which a drawer is counted. */
export const tenderKinds = ["cash", "bankCard", "wechat", "alipay"] as const;
export type PerTender = VerbOutput<"shiftsOfDay">[number]["expected"];

export function sumOfTenders(amounts: PerTender): string {
  return formatFen(tenderKinds.reduce((sum, kind) => addFen(sum, parseSignedFen(amounts[kind])), zeroFen));
}
