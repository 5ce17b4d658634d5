import type { Terminal } from "../app/terminal.ts";
import { Bug, present } from "../base/assert.ts";
import { StoreError } from "../store/store-error.ts";
import type { AnswerHead } from "../wire/envelope.ts";
import { answerMsgid, answerRefused } from "../wire/envelope.ts";
import type { Answered, Handlers } from "./answering.ts";
import { answerEnvelope, readMessage } from "./answering.ts";
import { download, upload } from "./file-handlers.ts";
import * as visits from "./outpatient-handlers.ts";
import * as person from "./person-handlers.ts";
import { pharmacy } from "./pharmacy-handlers.ts";
import * as query from "./query-handlers.ts";
import * as statements from "./statement-handlers.ts";
import * as stays from "./stay-handlers.ts";
import { undo } from "./undo-handler.ts";
import type { Door } from "./turn.ts";

/** Transactions that whoever holds the books of a person can answer. */
export const nationalHandlers: Handlers = new Map([
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

/** The plugin door: its messages are answered by a terminal. */
export interface TerminalDoor extends Door {
  readonly terminal: Door["terminal"] & Pick<Terminal, "each">;
}

/** A message that can be answered, or its answer where it cannot even be read. */
type Taken = { readonly head: () => AnswerHead } & ReturnType<typeof readMessage>;

/** Answers national messages in their order; whatever they hold, the door goes on. */
export function answerNational(door: TerminalDoor, texts: readonly string[]): readonly Answered[] {
  const taken = texts.map((text): Taken => {
    const receivedMs = door.now();
    const head = (): AnswerHead => ({
      answerMsgid: answerMsgid(door.terminal.institution.region, receivedMs, door.nextSerial()),
      receivedMs,
      answeredMs: door.now(),
    });
    return { head, ...readMessage(text, head) };
  });
  const answers = answerTaken(door, taken);
  return taken.map((one) =>
    one.ok ? present(answers.get(one), "an answer to every message") : one.answered,
  );
}

/** What a flow keeps, what it settles and its answer are one: a message is done with all of it or has left nothing. */
function answerTaken(door: TerminalDoor, taken: readonly Taken[]): ReadonlyMap<Taken, Answered> {
  const readable = taken.filter((one) => one.ok);
  try {
    const done = door.terminal.each(
      readable.map(
        ({ envelope, head }) =>
          () =>
            answerEnvelope(door, { envelope, handlers: nationalHandlers, head }),
      ),
    );
    return new Map(
      readable.map((one, at) => {
        const result = present(done[at], "a result of every message");
        return [one, result.ok ? result.value : failed(one, result.error)];
      }),
    );
  } catch (error) {
    return new Map(readable.map((one) => [one, failed(one, error)]));
  }
}

function failed({ envelope, head }: Extract<Taken, { ok: true }>, error: unknown): Answered {
  const kind = error instanceof Bug ? "程序内部错误" : "程序故障";
  const [code, words] = error instanceof StoreError ? [error.code, error.message] : ["INTERNAL_ERROR", kind];
  // Whether it is in the books, the same message asked again finds out.
  const message = `${code} ${words}。本次交易结果未知，请用原 msgid 重发或以 2601 冲正`;
  const { infno } = envelope;
  const logged = error instanceof StoreError ? code : errorName(error);
  return { answer: answerRefused(-1, head(), message), infno, code: logged, file: null };
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
