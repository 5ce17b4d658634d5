import { regionOfPlan } from "./codes.ts";
import { timeText } from "./clock-text.ts";
import type { OutgoingTransaction } from "./outgoing-fields.ts";
import type { OutgoingMessage } from "./outgoing.ts";

/** Who asks: the fields around an input that stay the same from one message to the next. */
export type RequestHead = Readonly<Record<string, unknown>>;

/** What only the moment of sending knows. */
export interface Moment {
  readonly msgid: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** null: signing in. */
  readonly signInNo: string | null;
  /** Fields of the region: the receiver's code, the version of the interface. */
  readonly region: RequestHead;
}

/** A whole request as it goes over the line. */
export function requestText(
  head: RequestHead,
  { infno, input }: OutgoingTransaction,
  { msgid, nowMs, signInNo, region }: Moment,
): string {
  const signed = signInNo === null ? {} : { sign_no: signInNo };
  return JSON.stringify({ ...head, ...region, infno, msgid, inf_time: timeText(nowMs), ...signed, input });
}

/** The head of what the engine asks of itself: it signs in, and it looks whether the centre is there. */
export function engineHead(institution: {
  readonly code: string;
  readonly name: string;
  readonly region: string;
}): RequestHead {
  return {
    mdtrtarea_admvs: institution.region,
    insuplc_admdvs: institution.region,
    dev_no: "engine",
    opter_type: "3",
    opter: "system",
    opter_name: "system",
    fixmedins_code: institution.code,
    fixmedins_name: institution.name,
  };
}

/** The head of what an operator asks for a person beside settling. */
export function filingHead(
  institution: Parameters<typeof engineHead>[0],
  { operator, desk, plan }: { readonly operator: string; readonly desk: string; readonly plan: string },
): RequestHead {
  return {
    ...engineHead(institution),
    insuplc_admdvs: regionOfPlan(plan) ?? institution.region,
    dev_no: desk,
    opter_type: "1",
    opter: operator,
    opter_name: operator,
  };
}

/** Fields of a region that every request bears: the version of the interface, and who receives. */
export function regionFields(version: string, receiver: string | null): Readonly<Record<string, string>> {
  return { infver: version, ...(receiver === null ? {} : { recer_sys_code: receiver }) };
}

/** 9001 @source 接口规范 9001 */
export function encodeSigningIn(): OutgoingTransaction {
  return { infno: "9001", input: { signIn: { opter_no: "system", mac: null, ip: null } } };
}

/** 1301, 1305, 1306: what has changed since a version. @source 接口规范 1301 */
export function encodeCatalogueQuestion(
  infno: OutgoingTransaction["infno"],
  since: number,
): OutgoingTransaction {
  return { infno, input: { data: { ver: String(since) } } };
}

/** 9102: a file by its number. @source 接口规范 9102 */
export function encodeDownload(fileNo: string): OutgoingTransaction {
  return {
    infno: "9102",
    input: { fsDownloadIn: { file_qury_no: fileNo, filename: "plc", fixmedins_code: "plc" } },
  };
}

/** 1101: somebody by what they show. @source 接口规范 1101 */
export function encodePersonQuestion({ type, number, cardSn }: ShownCredential): OutgoingTransaction {
  const data = { mdtrt_cert_type: type, mdtrt_cert_no: number, card_sn: cardSn };
  return { infno: "1101", input: { data } };
}

/** What a person shows. */
interface ShownCredential {
  readonly type: "01" | "02" | "03";
  readonly number: string;
  readonly cardSn: string | null;
}

/** The identity number of a person, as what they show. */
export function identityCard(number: string): ShownCredential {
  return { type: "02", number, cardSn: null };
}

/** 5201: what stands of a person. @source 接口规范 5201 */
export function encodeVisitQuestion(psnNo: string): OutgoingTransaction {
  return { infno: "5201", input: { data: { psn_no: psnNo } } };
}

/** 5203: one settlement. @source 接口规范 5203 */
export function encodeSettlementQuestion(
  psnNo: string,
  centreSettlementId: string,
  centreVisitId: string | null,
): OutgoingTransaction {
  return {
    infno: "5203",
    input: { data: { psn_no: psnNo, setl_id: centreSettlementId, mdtrt_id: centreVisitId } },
  };
}

/** 2601: takes back a message whose answer was lost. @source 接口规范 2601 */
export function encodeUndo(
  psnNo: string,
  lost: Pick<OutgoingMessage["envelope"], "msgid" | "infno">,
): OutgoingTransaction {
  return { infno: "2601", input: { data: { psn_no: psnNo, omsgid: lost.msgid, oinfno: lost.infno } } };
}

/** Whom a message is about. */
export function psnNoOf({ input }: OutgoingTransaction): string {
  for (const node of Object.values(input))
    if (isFields(node) && typeof node["psn_no"] === "string") return node["psn_no"];
  return "";
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
