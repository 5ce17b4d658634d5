import { assert } from "../base/assert.ts";
import { formatDecimal, formatFen } from "../base/money.ts";
import type { Claim } from "../settle/claim.ts";
import type { Settlement } from "../settle/settlement.ts";
import { nationalTime } from "./clock-text.ts";
import { insuranceType } from "./codes.ts";

/** What is settled, on its way into a message. */
export interface SettledBill {
  readonly kind: "sale" | "reversal";
  readonly settlementId: string;
  readonly institution: {
    readonly code: string;
    readonly name: string;
    readonly type: "hospital" | "pharmacy";
    readonly region: string;
  };
  /** Identity number of the person; null when they are not known here. */
  readonly certNo: string | null;
  /** What was settled: of a reversal the original. */
  readonly claim: Claim;
  readonly settlement: Settlement;
}

/** The same with who settled it when, and under which number it goes out. */
export interface Settling extends SettledBill {
  readonly msgid: string;
  /** ISO instant of the commit. */
  readonly settledAt: string;
  readonly operator: string;
  readonly desk: string;
}

/** One request as to what it is and says. */
export interface OutgoingTransaction {
  readonly infno: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A transaction's input, with those that have to come before it. */
export interface EncodedBill {
  readonly before: readonly OutgoingTransaction[];
  readonly input: Readonly<Record<string, unknown>>;
}

/** feedetl_sn, ipt_otp_no and the like are C30. */
const numberLengthMax = 30;

/** Whose bill it is and by what they were recognised: the identity card, as the claim keeps no credential. */
export function personFields({ claim, certNo }: SettledBill) {
  return {
    psn_no: claim.person.psnNo,
    mdtrt_cert_type: "02",
    // Blank for somebody who is not known here: whoever sends asks 1101 first.
    mdtrt_cert_no: certNo,
    insutype: insuranceType(claim.person.population),
  };
}

/** The institution's own number of a visit: that of the claim where it fits, else that of the settlement. */
export function visitNumber({ claim, settlementId }: SettledBill): string {
  const { visitId } = claim;
  return visitId !== undefined && visitId.length <= numberLengthMax ? visitId : settlementId;
}

/** The four sums that a centre compares with its own. */
export function comparedSumsOf({ split }: Settlement) {
  return {
    fulamt_ownpay_amt: formatFen(split.ownPay),
    overlmt_selfpay: formatFen(split.overLimit),
    preselfpay_amt: formatFen(split.selfPayFirst),
    inscp_scp_amt: formatFen(split.inScope),
  };
}

/** What the national fields cannot say, in the slot for extensions; absent when there is nothing. */
export function extensionOf({ prescription, offSite, emergency, maternity, account }: Claim) {
  const slot = {
    ...(prescription === null ? {} : { prescription }),
    ...(offSite === undefined || offSite === null
      ? {}
      : { offSite: { recordType: offSite.recordType, recordedOn: offSite.recordedOn } }),
    ...(emergency === true ? { emergency } : {}),
    ...(maternity === undefined ? {} : { pregnancyId: maternity.pregnancyId }),
    ...(account.use ? { account: accountOf(account) } : {}),
  };
  return Object.keys(slot).length === 0 ? {} : { exp_content: slot };
}

/** Which accounts were to be used, and up to what: without it a centre would take of all that it knows. */
function accountOf({ requested, family }: Claim["account"]) {
  return {
    ...(requested === undefined ? {} : { requested: formatFen(requested) }),
    relatives: family.flatMap(({ psnNo }) => (psnNo === undefined ? [] : [psnNo])),
  };
}

type Item = Claim["items"][number];

/**
 * The lines of a bill: what was rung up, and the amount that the ledger holds for each.
 *
 * @param about  fields that every line bears
 */
export function linesOf<About extends object>({ claim, settlement }: SettledBill, about: About) {
  const occurredAt = nationalTime(claim.serviceTime);
  const external = claim.prescription === null ? "0" : "1";
  const isShort = claim.items.every(({ id }) => id.length <= numberLengthMax);
  return claim.items.map((item, at) => {
    const line = settlement.lines[at];
    assert(line?.id === item.id, "lines of a settlement in another order than its items");
    return {
      ...about,
      feedetl_sn: isShort ? item.id : String(at + 1),
      rx_circ_flag: external,
      fee_ocur_time: occurredAt,
      med_list_codg: item.code,
      det_item_fee_sumamt: formatFen(line.amount),
      cnt: formatDecimal(item.qty),
      pric: formatDecimal(item.price),
      ...traceFields(item),
    };
  });
}

function traceFields({ traceCodes, splitPack, traceExempt }: Item) {
  return {
    ...(splitPack === true ? { trdn_flag: "1" } : {}),
    ...(traceCodes === undefined || traceCodes.length === 0
      ? {}
      : { drugtracinfo: traceCodes.map((code) => ({ drug_trac_codg: code })) }),
    ...(traceExempt === undefined || traceExempt === null ? {} : { exp_content: { traceExempt } }),
  };
}

/** Whether the person's account may be used. */
export function accountFlag({ account }: Claim): "0" | "1" {
  return account.use ? "1" : "0";
}
