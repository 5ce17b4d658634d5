import { nationalTime } from "./clock-text.ts";
import { regionOfPlan } from "./codes.ts";
import type { EncodedBill, OutgoingTransaction, SettledBill, Settling } from "./outgoing-fields.ts";
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
  kind: SettledBill["kind"],
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
  const { before, input } = encodeBill(settling);
  return { envelope: { ...encodeHead(settling), input }, before };
}

/**
 * The text of such a message. @param bill  texts of what `encodeBill` gives; they can be written before the settlement has
 * its number, and be given it in this moment
 */
export function outgoingText(
  settling: Settling,
  bill: { readonly input: string; readonly before: string },
): string {
  const head = JSON.stringify(encodeHead(settling)).slice(0, -1);
  return `{"envelope":${head},"input":${bill.input}},"before":${bill.before}}`;
}

function encodeHead({ institution, claim, kind, msgid, desk, operator, settledAt }: Settling) {
  return {
    infno: settlingInfno(kind, institution.type, claim.medType),
    msgid,
    mdtrtarea_admvs: institution.region,
    insuplc_admdvs: regionOfPlan(claim.plan),
    dev_no: desk,
    opter_type: "1",
    opter: operator,
    opter_name: operator,
    inf_time: nationalTime(settledAt),
    fixmedins_code: institution.code,
    fixmedins_name: institution.name,
  };
}

/** What a message says of its settlement, and what goes before it. */
export function encodeBill(settled: SettledBill): EncodedBill {
  const { institution, claim, kind } = settled;
  if (kind === "reversal") return encodeReversal(settled);
  return encodeSale(settled, settlingInfno(kind, institution.type, claim.medType));
}

function encodeSale(settling: SettledBill, infno: ReturnType<typeof settlingInfno>): EncodedBill {
  if (infno === "2102") return { before: [], input: encodePharmacySale(settling) };
  return infno === "2304" ? encodeStay(settling) : encodeVisit(settling);
}

/** 2103, 2208 and 2305: which settlement of whom is taken back, by the centre's own numbers. */
function encodeReversal({ claim }: SettledBill): EncodedBill {
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
