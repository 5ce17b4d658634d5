import { formatFen } from "../base/money.ts";
import { nationalTime } from "./clock-text.ts";
import { accountFlag, extensionOf, linesOf, personFields } from "./outgoing-fields.ts";
import type { SettledBill } from "./outgoing-fields.ts";

/** 2102: a whole sale of a pharmacy in one call. @source 接口规范 2102 */
export function encodePharmacySale(settling: SettledBill) {
  const { claim, settlement } = settling;
  return {
    druginfo: {
      ...personFields(settling),
      begntime: nationalTime(claim.serviceTime),
      medfee_sumamt: formatFen(settlement.split.total),
      dise_codg: claim.chronicDisease ?? null,
      acct_used_flag: accountFlag(claim),
      med_type: claim.medType,
      ...extensionOf(claim),
    },
    drugdetail: linesOf(settling, {}),
  };
}
