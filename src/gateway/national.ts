import { Bug } from "../base/assert.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import { StoreError } from "../store/store-error.ts";
import type { Answer, AnswerHead, Envelope } from "../wire/envelope.ts";
import { answerDone, answerMsgid, answerRefused, faultText, parseEnvelope } from "../wire/envelope.ts";
import type { KeptAnswer } from "./flow-state.ts";
import { isUndone, keepAnswer, readAnswer } from "./flow-state.ts";
import { download, upload } from "./file-handlers.ts";
import * as visits from "./outpatient-handlers.ts";
import * as person from "./person-handlers.ts";
import { pharmacy } from "./pharmacy-handlers.ts";
import * as query from "./query-handlers.ts";
import { conflict } from "./settling.ts";
import * as statements from "./statement-handlers.ts";
import * as stays from "./stay-handlers.ts";
import { undo } from "./undo-handler.ts";
import type { Door, DoorFile, Handler, No, Turn } from "./turn.ts";
import { hashOf, no } from "./turn.ts";

const handlers: ReadonlyMap<string, Handler> = new Map([
  ["1101", person.personInfo],
  ["2001", person.entitlement],
  ["2101", pharmacy.preview],
  ["2102", pharmacy.settle],
  ["2102A", pharmacy.settle],
  ["2103", pharmacy.reverse],
  ["2201", visits.register],
  ["2202", visits.cancelRegistration],
  ["2203", visits.visitInfo],
  ["2203A", visits.visitInfo],
  ["2204", visits.uploadLines],
  ["2205", visits.cancelLines],
  ["2206", visits.outpatient.preview],
  ["2206A", visits.outpatient.preview],
  ["2207", visits.outpatient.settle],
  ["2207A", visits.outpatient.settle],
  ["2208", visits.outpatient.reverse],
  ["2301", stays.uploadStayLines],
  ["2302", stays.cancelStayLines],
  ["2303", stays.stay.preview],
  ["2304", stays.stay.settle],
  ["2304A", stays.stay.settle],
  ["2305", stays.stay.reverse],
  ["2401", stays.admit],
  ["2402", stays.discharge],
  ["2403", stays.changeAdmission],
  ["2404", stays.cancelAdmission],
  ["2405", stays.cancelDischarge],
  ["2601", undo],
  ["3201", statements.totalStatement],
  ["3202", statements.detailStatement],
  ["3203", statements.requestClearing],
  ["3204", statements.cancelClearing],
  ["5201", query.queryVisits],
  ["5203", query.querySettlement],
  ["5206", query.queryAccumulators],
  ["9001", person.signIn],
  ["9002", person.signOut],
  ["9101", upload],
  ["9102", download],
]);

/** An answer with what may be written about it in a log: no name, no number of a person. */
export interface Answered {
  readonly answer: Answer;
  readonly infno: string | null;
  readonly code: string | null;
  /** What goes out in place of the answer: a file that was asked for. */
  readonly file: DoorFile | null;
}

/** Answers one national message; whatever it holds, the door goes on. */
export function answerNational(door: Door, text: string): Answered {
  const receivedMs = door.now();
  const head = (): AnswerHead => ({
    answerMsgid: answerMsgid(door.terminal.institution.region, receivedMs, door.nextSerial()),
    receivedMs,
    answeredMs: door.now(),
  });
  const json = parseStrictJson(text.replace(/^\uFEFF/, ""));
  if (!json.ok) {
    const reasons = faultText(json.faults.map(({ reason }) => ({ path: "", value: "", reason })));
    return {
      answer: answerRefused(-1, head(), `CLAIM_INVALID ${reasons}`),
      infno: null,
      code: "CLAIM_INVALID",
      file: null,
    };
  }
  const envelope = parseEnvelope(json.value);
  if (!envelope.ok) return refused(null, no("CLAIM_INVALID", faultText(envelope.faults)), head());
  try {
    // What a flow keeps, what it settles and its answer are one: a message is done with all of it or has left nothing.
    return door.terminal.together(() => answerEnvelope(door, envelope.value, head));
  } catch (error) {
    const kind = error instanceof Bug ? "程序内部错误" : "程序故障";
    const [code, words] =
      error instanceof StoreError ? [error.code, error.message] : ["INTERNAL_ERROR", kind];
    // Whether it is in the books, the same message asked again finds out.
    const message = `${code} ${words}。本次交易结果未知，请用原 msgid 重发或以 2601 冲正`;
    const { infno } = envelope.value;
    const logged = error instanceof StoreError ? code : errorName(error);
    return { answer: answerRefused(-1, head(), message), infno, code: logged, file: null };
  }
}

function answerEnvelope(door: Door, envelope: Envelope, head: () => AnswerHead): Answered {
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
  if (kept !== null && infno !== "9102") return repeated(turn, kept, head);
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
    answer: { ...answer, infcode: 0, output: { ...withNames(outcome.output, blankNames) } },
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

function withNames(
  node: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const entries = Object.entries(node).map(([key, value]) => {
    const name = Object.hasOwn(names, key) ? names[key] : undefined;
    return [key, name ?? inside(value, names)] as const;
  });
  return Object.fromEntries(entries);
}

function inside(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => inside(one, names));
  return isRecord(value) ? withNames(value, names) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function refused(infno: string | null, { refusal }: No, head: AnswerHead): Answered {
  const answer = answerRefused(-2, head, `${refusal.code} ${refusal.message}`);
  return { answer, infno, code: refusal.code, file: null };
}

/** A number that somebody made up may hold anything: only its letters and digits are said back. */
function infnoText(infno: string): string {
  return infno.replaceAll(/[^0-9A-Z]/g, "?");
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
