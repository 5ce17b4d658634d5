import { z } from "zod";

import { credentialTypes, identityDocument } from "./codes.ts";
import { credentialNumber } from "./credential-number.ts";
import { instantOrNull, oneOf, textOrNull } from "./scalars.ts";
import type { PersonView } from "./setlinfo.ts";

/** 1101: the credential that somebody shows. A card comes with the number inside its chip. */
export const personInfoInput = z
  .looseObject({
    data: z
      .looseObject({
        mdtrt_cert_type: oneOf(credentialTypes),
        mdtrt_cert_no: credentialNumber,
        card_sn: textOrNull(32),
        begntime: instantOrNull,
      })
      .superRefine((data, context) => {
        if (data.mdtrt_cert_type !== "03" || data.card_sn !== null) return;
        context.addIssue({ code: "custom", path: ["card_sn"], message: "社会保障卡须同时给出卡识别码" });
      }),
  })
  .transform(({ data }) => ({
    type: data.mdtrt_cert_type,
    number: data.mdtrt_cert_no,
    cardSn: data.card_sn,
  }));

/** What 1101 says beyond the person. */
export interface InsuranceView {
  /** Yuan with two decimals. */
  readonly balance: string;
  readonly insuredRegion: string;
  readonly coverageFrom: string | null;
  /** Words for an assistance class; null for none. Its national code is the region's. */
  readonly assistance: string | null;
}

/** 1101 output: who it is, how insured, in which class of assistance. @source 接口规范 1101 */
export function encodePersonInfo(person: PersonView, insurance: InsuranceView) {
  return {
    baseinfo: {
      psn_no: person.psnNo,
      psn_cert_type: identityDocument,
      certno: person.certNo,
      psn_name: person.name,
      gend: person.gender,
      naty: null,
      brdy: person.birthDate,
      age: person.ageYears,
      exp_content: null,
    },
    insuinfo: [
      {
        balc: insurance.balance,
        insutype: person.insutype,
        psn_type: person.personType,
        psn_insu_stas: "1",
        psn_insu_date: insurance.coverageFrom,
        paus_insu_date: null,
        cvlserv_flag: "0",
        insuplc_admdvs: insurance.insuredRegion,
        emp_name: person.employer,
      },
    ],
    idetinfo:
      insurance.assistance === null
        ? []
        : [
            {
              psn_idet_type: null,
              psn_type_lv: null,
              memo: insurance.assistance,
              begntime: null,
              endtime: null,
            },
          ],
  };
}
