import { z } from "zod";

import { identityDocument } from "./codes.ts";
import { instantOrNull, text, textOrNull } from "./scalars.ts";
import type { PersonView } from "./setlinfo.ts";

/** 5201: visits of a person, one of them or those that begin within a time. */
export const visitQueryInput = z
  .looseObject({
    data: z.looseObject({
      psn_no: text(30),
      begntime: instantOrNull,
      endtime: instantOrNull,
      med_type: textOrNull(6),
      mdtrt_id: textOrNull(30),
    }),
  })
  .transform(({ data }) => ({
    psnNo: data.psn_no,
    begin: data.begntime,
    end: data.endtime,
    medType: data.med_type,
    centreVisitId: data.mdtrt_id,
  }));

export interface VisitView {
  readonly centreVisitId: string;
  readonly medType: string;
  readonly certType: string;
  readonly visitNo: string;
  readonly begin: string;
  readonly end: string | null;
  /** Settlements of the visit that stand. */
  readonly settlements: readonly { readonly settlementId: string; readonly msgid: string }[];
}

/** 5201 output. The settlement and its msgid are ours: they say what became of a lost answer. */
export function encodeVisits(person: PersonView, visits: readonly VisitView[]) {
  return {
    mdtrtinfo: visits.map((visit) => ({
      mdtrt_id: visit.centreVisitId,
      psn_no: person.psnNo,
      psn_cert_type: identityDocument,
      certno: person.certNo,
      psn_name: person.name,
      gend: person.gender,
      naty: null,
      brdy: person.birthDate,
      age: person.ageYears,
      insutype: person.insutype,
      psn_type: person.personType,
      mdtrt_cert_type: visit.certType,
      med_type: visit.medType,
      ipt_otp_no: visit.visitNo,
      begntime: visit.begin,
      endtime: visit.end,
      setlinfo: visit.settlements.map(({ settlementId, msgid }) => ({
        setl_id: settlementId,
        medins_setl_id: msgid,
      })),
    })),
  };
}

/** 5203: one settlement. */
export const settlementQueryInput = z
  .looseObject({ data: z.looseObject({ psn_no: text(30), setl_id: text(30), mdtrt_id: textOrNull(30) }) })
  .transform(({ data }) => ({
    psnNo: data.psn_no,
    settlementId: data.setl_id,
    centreVisitId: data.mdtrt_id,
  }));

/** 5206: what a person has used. */
export const accumulatorQueryInput = z
  .looseObject({ data: z.looseObject({ psn_no: text(30), cum_ym: textOrNull(6) }) })
  .transform(({ data }) => ({ psnNo: data.psn_no }));

/** 5206 output. The kinds of accumulators are the region's: ours go by our own names. */
export function encodeAccumulators(view: {
  readonly insutype: string;
  readonly year: string;
  readonly month: string;
  readonly values: readonly { readonly id: string; readonly text: string }[];
}) {
  return {
    cuminfo: view.values.map(({ id, text: value }) => ({
      insutype: view.insutype,
      year: view.year,
      cum_ym: view.month,
      cum_type_code: id,
      cum: value,
    })),
  };
}
