import type { Envelope } from "../wire/envelope.ts";
import type { LikelyWant } from "./store/first-question.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The person that an input names; an empty number when it names none. Nothing is checked here: the handler does. */
export function personOf(input: Fields): string {
  for (const node of nodesOf(input)) {
    const { psn_no: psnNo } = node;
    if (typeof psnNo === "string" && psnNo.trim() !== "") return psnNo.trim();
  }
  return "";
}

/** The credential by which 1101 asks for somebody. */
export function credentialOf(input: Fields): { readonly type: string; readonly number: string } | null {
  for (const { mdtrt_cert_type: type, mdtrt_cert_no: number } of nodesOf(input))
    if (typeof type === "string" && typeof number === "string")
      return { type: type.trim(), number: number.trim() };
  return null;
}

/**
 * What the answer to a message will most likely ask for, so that it is read at once. A guess: what it leaves out is
 * read when it is asked for.
 */
export function likelyWants(
  { infno, msgid, signInNo, input }: Envelope,
  psnNo: string,
): readonly LikelyWant[] {
  const wants: LikelyWant[] = [state("answer", msgid), state("undone", msgid)];
  if (signInNo !== null) wants.push(state("sign-in", signInNo));
  if (psnNo === "") return wants;
  const settles = settling.has(infno);
  if (settles) wants.push({ kind: "settlement", by: "msgid", value: msgid }, state("context", msgid));
  if (infno === "5201") wants.push(state("visits-of", psnNo));
  for (const node of nodesOf(input)) {
    const { mdtrt_id: visit, setl_id: settlement, omsgid: original } = node;
    if (typeof visit === "string") wants.push(state("visit", visit.trim()));
    if (typeof settlement === "string")
      wants.push({ kind: "settlement", by: "id", value: settlement.trim() });
    if (typeof original === "string")
      wants.push(
        { kind: "settlement", by: "msgid", value: original.trim() },
        state("answer", original.trim()),
      );
    for (const code of traceCodesOf(node)) wants.push({ kind: "traceCode", code });
  }
  return wants;
}

const settling: ReadonlySet<string> = new Set([
  "2102",
  "2102A",
  "2103",
  "2207",
  "2207A",
  "2208",
  "2304",
  "2304A",
  "2305",
]);

function state(kind: string, id: string): LikelyWant {
  return { kind: "state", state: kind, id };
}

/** Objects of an input, one deep: nodes, and rows of nodes that are lists. */
function* nodesOf(input: Fields): Generator<Fields> {
  for (const node of Object.values(input)) {
    if (Array.isArray(node)) {
      for (const row of node as readonly unknown[]) if (isFields(row)) yield row;
    } else if (isFields(node)) yield node;
  }
}

function* traceCodesOf(row: Fields): Generator<string> {
  const { drug_trac_codg: single, drugtracinfo: list } = row;
  if (typeof single === "string" && single.trim() !== "") yield single.trim();
  if (!Array.isArray(list)) return;
  for (const one of list as readonly unknown[])
    if (isFields(one) && typeof one["drug_trac_codg"] === "string") yield one["drug_trac_codg"].trim();
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
