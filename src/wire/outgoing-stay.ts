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

/** 2304 with what a centre has to have seen before it: admission, lines, discharge. @source 接口规范 2401, 2301, 2402, 2304 */
export function encodeStay(settling: SettledBill): EncodedBill {
  const { claim, settlement } = settling;
  const { person, medType, maternity } = claim;
  const end = nationalTime(claim.serviceTime);
  const stay = { mdtrt_id: null, psn_no: person.psnNo };
  const credential = personFields(settling);
  const about = {
    dise_codg: claim.chronicDisease ?? null,
    birctrl_type: operationCode(claim.birthControl ?? null),
    matn_type: maternityType(maternity?.kind ?? null),
  };
  const { insutype } = credential;
  // A claim knows the day of admission and not the hour.
  const begntime = `${claim.stay?.admitted ?? claim.serviceDate} 00:00:00`;
  const admission = { begntime, med_type: medType, ipt_no: visitNumber(settling) };
  return {
    before: [
      {
        infno: "2401",
        input: { mdtrtinfo: { ...credential, ...admission, ...about, ...extensionOf(claim) } },
      },
      { infno: "2301", input: { feedetail: linesOf(settling, { ...stay, med_type: medType }) } },
      { infno: "2402", input: { dscginfo: { ...stay, insutype, endtime: end, ...about } } },
    ],
    input: {
      data: {
        ...credential,
        mdtrt_id: null,
        medfee_sumamt: formatFen(settlement.split.total),
        acct_used_flag: accountFlag(claim),
        mid_setl_flag: "0",
        ...comparedSumsOf(settlement),
      },
    },
  };
}
