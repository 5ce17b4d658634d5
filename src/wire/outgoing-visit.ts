import { formatFen } from "../base/money.ts";
import { nationalTime } from "./clock-text.ts";
import { maternityType, operationCode } from "./codes.ts";
import {
  accountFlag,
  comparedSumsOf,
  extensionOf,
  linesOf,
  personFields,
  visitNumber,
} from "./outgoing-fields.ts";
import type { EncodedBill, SettledBill } from "./outgoing-fields.ts";

/** 2207 with what a centre has to have seen before it: registration, visit, lines. @source 接口规范 2201–2207 */
export function encodeVisit(settling: SettledBill): EncodedBill {
  const { claim, settlement, settlementId } = settling;
  const { person, medType, maternity } = claim;
  const begntime = nationalTime(claim.serviceTime);
  const visit = { mdtrt_id: null, psn_no: person.psnNo };
  // One settlement is one batch.
  const batch = { chrg_bchno: settlementId };
  const credential = personFields(settling);
  return {
    before: [
      { infno: "2201", input: { data: { ...credential, begntime, ipt_otp_no: visitNumber(settling) } } },
      {
        infno: maternity === undefined ? "2203" : "2203A",
        input: {
          mdtrtinfo: {
            ...visit,
            med_type: medType,
            begntime,
            dise_codg: claim.chronicDisease ?? null,
            birctrl_type: operationCode(claim.birthControl ?? null),
            matn_type: maternityType(maternity?.kind ?? null),
            ...extensionOf(claim),
          },
        },
      },
      { infno: "2204", input: { feedetail: linesOf(settling, { ...visit, ...batch }) } },
    ],
    input: {
      data: {
        ...credential,
        mdtrt_id: null,
        med_type: medType,
        medfee_sumamt: formatFen(settlement.split.total),
        ...batch,
        acct_used_flag: accountFlag(claim),
        ...comparedSumsOf(settlement),
      },
    },
  };
}
