import { parseStrictJson } from "../base/strict-json.ts";
import type { Answer, AnswerHead, Envelope } from "../wire/envelope.ts";
import { answerDone, answerRefused, faultText, parseEnvelope } from "../wire/envelope.ts";
import type { KeptAnswer } from "./flow-state.ts";
import { isUndone, keepAnswer, readAnswer } from "./flow-state.ts";
import { conflict } from "./settling.ts";
import type { Door, DoorFile, Handler, No, Turn } from "./turn.ts";
import { hashOf, no } from "./turn.ts";

/** Which transactions are answered, and by what. */
export type Handlers = Pick<ReadonlyMap<string, Handler>, "get">;

/** An answer with what may be written about it in a log: no name, no number of a person. */
export interface Answered {
  readonly answer: Answer;
  readonly infno: string | null;
  readonly code: string | null;
  /** What goes out in place of the answer: a file that was asked for. */
  readonly file: DoorFile | null;
}

/** Reads a message as it came. @returns its envelope, or the answer to what cannot be read */
export function readMessage(
  text: string,
  head: () => AnswerHead,
): { readonly ok: true; readonly envelope: Envelope } | { readonly ok: false; readonly answered: Answered } {
  const json = parseStrictJson(text.replace(/^\uFEFF/, ""));
  if (!json.ok) {
    const reasons = faultText(json.faults.map(({ reason }) => ({ path: "", value: "", reason })));
    const answer = answerRefused(-1, head(), `CLAIM_INVALID ${reasons}`);
    return { ok: false, answered: { answer, infno: null, code: "CLAIM_INVALID", file: null } };
  }
  const envelope = parseEnvelope(json.value);
  if (envelope.ok) return { ok: true, envelope: envelope.value };
  return { ok: false, answered: refused(null, no("CLAIM_INVALID", faultText(envelope.faults)), head()) };
}

/**
 * Answers a message that could be read: who asks, whether it has been answered before or undone, then its handler.
 *
 * @param message.handlers  by transaction
 */
export function answerEnvelope(
  door: Door,
  { envelope, handlers, head }: { envelope: Envelope; handlers: Handlers; head: () => AnswerHead },
): Answered {
  const { infno, msgid } = envelope;
  const { terminal } = door;
  if (envelope.institutionCode !== terminal.institution.code) {
    return refused(infno, no("CLAIM_INVALID", "fixmedins_code 不是本机构的编号"), head());
  }
  const handler = handlers.get(infno);
  if (handler === undefined)
    return refused(infno, no("NOT_SUPPORTED", `暂不支持交易 ${infnoText(infno)}`), head());
  const unsigned = signInRefusal(door, envelope);
  if (unsigned !== null) return refused(infno, unsigned, head());
  const turn: Turn = { door, envelope, inputHash: hashOf(door, infno, envelope.input) };
  const kept = readAnswer(terminal, msgid);
  if (kept !== null && (kept.infno !== infno || kept.inputHash !== turn.inputHash))
    return refused(infno, conflict(), head());
  // A file is read again rather than kept twice.
  if (kept !== null && infno !== "9102" && !isAdjusted(terminal, msgid)) return repeated(turn, kept, head);
  if (isUndone(terminal, msgid)) {
    return refused(infno, no("ALREADY_REVERSED", "该报文已被冲正（2601），请以新的 msgid 重新办理"), head());
  }
  const outcome = handler(turn);
  if (!outcome.ok) return refused(infno, outcome, head());
  const answer = answerDone(head(), outcome.output);
  keepAnswer(terminal, msgid, {
    inputHash: turn.inputHash,
    infno,
    psnNo: outcome.psnNo,
    answer: { ...answer, infcode: 0, output: withNames(outcome.output, blankNames) },
  });
  return { answer, infno, code: null, file: outcome.file ?? null };
}

/** A sign-in number that was never given, or has been signed out, is no sign-in; a blank one is as the institution has it. */
function signInRefusal({ terminal, demandsSignIn }: Door, { infno, signInNo }: Envelope): No | null {
  if (infno === "9001" || infno === "9002") return null;
  if (signInNo === null)
    return demandsSignIn ? no("CLAIM_INVALID", "sign_no 缺少必填字段，请先签到（9001）") : null;
  if (terminal.readState("sign-in", signInNo) !== undefined) return null;
  return no("CLAIM_INVALID", "sign_no 不存在、已签退或已过期，请重新签到（9001）");
}

/** What was accepted of the centre's amounts since is told from the ledger: what was kept says what nobody pays. */
function isAdjusted(terminal: Door["terminal"], msgid: string): boolean {
  const found = terminal.settlementByMsgid(msgid);
  return found.ok && found.value.isAdjusted;
}

/** The same message again gets the same answer. */
function repeated({ door, envelope }: Turn, kept: KeptAnswer, head: () => AnswerHead): Answered {
  const { infno } = envelope;
  if (kept.psnNo === null) return { answer: kept.answer, infno, code: null, file: null };
  const found = door.terminal.personByNo(kept.psnNo);
  if (!found.ok) return refused(infno, found, head());
  const { name, certNo } = found.value;
  const output = withNames(kept.answer.output, { psn_name: name, certno: certNo });
  return { answer: { ...kept.answer, output }, infno, code: null, file: null };
}

/** Names and numbers of documents stay out of what is kept, and are put back from the person when it is given again. */
const blankNames = { psn_name: "", certno: "" };

/** The same with other names in it; parts without any are not copied. */
function withNames(
  node: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | null = null;
  for (const key of Object.keys(node)) {
    const before = node[key];
    const after = Object.hasOwn(names, key) ? names[key] : inside(before, names);
    if (after === before) continue;
    copy ??= { ...node };
    copy[key] = after;
  }
  return copy ?? node;
}

function inside(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const after = list.map((one) => inside(one, names));
    return after.some((one, at) => one !== list[at]) ? after : list;
  }
  return isRecord(value) ? withNames(value, names) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

export function refused(infno: string | null, { refusal }: No, head: AnswerHead): Answered {
  const answer = answerRefused(-2, head, `${refusal.code} ${refusal.message}`);
  return { answer, infno, code: refusal.code, file: null };
}

/** No, after all, in place of an answer that was ready. @param infcode  -1: nobody knows what it came to */
export function instead(
  { answer, infno }: Answered,
  infcode: -1 | -2,
  code: string,
  words: string,
): Answered {
  const told: Answer = {
    ...answer,
    infcode,
    err_msg: `${code} ${words}`.slice(0, 200).toWellFormed(),
    output: {},
  };
  return { answer: told, infno, code, file: null };
}

/** A number that somebody made up may hold anything: only its letters and digits are said back. */
function infnoText(infno: string): string {
  return infno.replaceAll(/[^0-9A-Z]/g, "?");
}
