import { nationalTime } from "./clock-text.ts";
import { regionOfPlan } from "./codes.ts";
import type { EncodedBill, OutgoingTransaction, Settling } from "./outgoing-fields.ts";
import { encodePharmacySale } from "./outgoing-sale.ts";
import { encodeStay } from "./outgoing-stay.ts";
import { encodeVisit } from "./outgoing-visit.ts";

/** What goes to the centre for one settlement, as it was decided; committed with it, before the first byte leaves. */
export interface OutgoingMessage {
  /** The request that settles or takes back, but for what only the moment of sending knows. */
  readonly envelope: OutgoingEnvelope;
  /** Transactions that the centre has to have seen first, in this order; they move no money. */
  readonly before: readonly OutgoingTransaction[];
}

interface OutgoingEnvelope extends OutgoingTransaction {
  readonly msgid: string;
  readonly [field: string]: unknown;
}

/** Which transaction settles a visit of this sort or takes it back. */
export function settlingInfno(
  kind: Settling["kind"],
  institution: "hospital" | "pharmacy",
  medType: string,
): "2102" | "2103" | "2207" | "2208" | "2304" | "2305" {
  const isSale = kind === "sale";
  if (institution === "pharmacy") return isSale ? "2102" : "2103";
  if (medType === "21" || medType === "52") return isSale ? "2304" : "2305";
  return isSale ? "2207" : "2208";
}

/**
 * The message of a settlement. Amounts are those of the settlement, lines and words those of the claim. What the centre
 * hands out (mdtrt_id, the setl_id of an original) is null until `withCentreNumbers`; the receiver's code, version,
 * signature and sign-in, and what a region asks of doctors, departments and diagnoses, are its adapter's.
 *
 * @source 接口规范 通用报文, 2102, 2207, 2304, 2103, 2208, 2305
 */
export function encodeOutgoing(settling: Settling): OutgoingMessage {
  const { institution, claim, kind } = settling;
  const infno = settlingInfno(kind, institution.type, claim.medType);
  const { before, input } = kind === "reversal" ? encodeReversal(settling) : encodeSale(settling, infno);
  return {
    envelope: {
      infno,
      msgid: settling.msgid,
      mdtrtarea_admvs: institution.region,
      insuplc_admdvs: regionOfPlan(claim.plan),
      dev_no: settling.desk,
      opter_type: "1",
      opter: settling.operator,
      opter_name: settling.operator,
      inf_time: nationalTime(settling.settledAt),
      fixmedins_code: institution.code,
      fixmedins_name: institution.name,
      input,
    },
    before,
  };
}

function encodeSale(settling: Settling, infno: ReturnType<typeof settlingInfno>): EncodedBill {
  if (infno === "2102") return { before: [], input: encodePharmacySale(settling) };
  return infno === "2304" ? encodeStay(settling) : encodeVisit(settling);
}

/** 2103, 2208 and 2305: which settlement of whom is taken back, by the centre's own numbers. */
function encodeReversal({ claim }: Settling): EncodedBill {
  return { before: [], input: { data: { setl_id: null, mdtrt_id: null, psn_no: claim.person.psnNo } } };
}

/** Numbers that the centre has given: of the visit, and of the settlement that is taken back. */
export interface CentreNumbers {
  readonly centreVisitId: string | null;
  readonly centreSettlementId: string | null;
}

/** An input with the centre's numbers in their places. */
export function withCentreNumbers(
  input: OutgoingTransaction["input"],
  numbers: CentreNumbers,
): OutgoingTransaction["input"] {
  return Object.fromEntries(Object.entries(input).map(([name, node]) => [name, nodeWith(node, numbers)]));
}

function nodeWith(node: unknown, numbers: CentreNumbers): unknown {
  if (Array.isArray(node)) return node.map((one: unknown) => nodeWith(one, numbers));
  if (typeof node !== "object" || node === null) return node;
  return {
    ...node,
    ...("mdtrt_id" in node ? { mdtrt_id: numbers.centreVisitId } : {}),
    ...("setl_id" in node ? { setl_id: numbers.centreSettlementId } : {}),
  };
}
