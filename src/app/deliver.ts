import { present } from "../base/assert.ts";
import type { Habits } from "../upload/habits.ts";
import type { CentreSplit } from "../upload/compare-split.ts";
import { differencesOf, inOurTerms } from "../upload/compare-split.ts";
import { afterAsking, nextStep } from "../upload/next-step.ts";
import type { Reply, Session } from "../line/session.ts";
import { readSetlinfo, readStanding, readVisitId } from "../wire/centre-answer.ts";
import type { CentreSettlement } from "../wire/centre-answer.ts";
import {
  encodePersonQuestion,
  encodeSettlementQuestion,
  encodeUndo,
  encodeVisitQuestion,
  identityCard,
  psnNoOf,
} from "../wire/centre-request.ts";
import { readPersonFacts } from "../wire/person-facts.ts";
import { withCentreNumbers } from "../wire/outgoing.ts";
import type { OutgoingTransaction } from "../wire/outgoing-fields.ts";
import type { Delivered, LineBooks } from "./line-books.ts";
import type { UnsentMessage } from "./outbox.ts";

/** Runs a work on the books in its turn, with others in one transaction; done when it is durable. */
export type Write = <T>(work: () => T) => Promise<T>;

/** What one message is brought to the centre with. */
export interface Carrier {
  readonly books: LineBooks;
  readonly write: Write;
  readonly session: Pick<Session, "ask">;
  readonly habits: Habits;
}

/**
 * How a try has ended. `answered`: the message is done. `waits`: the centre was reached, and the message has to be tried
 * again. `down`: the centre was not reached.
 */
export type Tried = { readonly end: "answered" | "waits" | "down"; readonly code: string };

const answered: Tried = { end: "answered", code: "" };

/** Brings the next message of a person as far as it gets now. Every step is in the books before the next one begins. */
export async function deliver(carrier: Carrier, unsent: UnsentMessage): Promise<Tried> {
  const { books, write } = carrier;
  switch (nextStep(unsent)) {
    case "drop":
      await write(() => books.drop(unsent));
      return answered;
    case "send":
      return await send(carrier, unsent);
    case "ask":
      // Asked for: until the answer is here, nobody knows.
      if (unsent.state === "sent") await write(() => books.markAnswered(unsent.msgid, { state: "unknown" }));
      return await find(carrier, unsent);
  }
}

/** Marks it as sent and sends it: what has to come before it, then itself. */
async function send(carrier: Carrier, unsent: UnsentMessage): Promise<Tried> {
  const { books, write, session } = carrier;
  const { msgid, message, original } = unsent;
  const { envelope } = message;
  const progress = await write(() => {
    books.markSent(msgid);
    return books.progressOf(unsent);
  });
  const stranger = await identifyFirst(carrier, unsent);
  if (stranger !== null) return stranger;
  let { centreVisitId } = progress;
  const numbered = ({ input }: OutgoingTransaction): OutgoingTransaction["input"] =>
    withCentreNumbers(input, {
      centreVisitId,
      centreSettlementId: original?.centreSettlementId ?? null,
    });
  for (const [at, before] of message.before.entries()) {
    if (at < progress.done) continue;
    const reply = await session.ask(
      { infno: before.infno, input: numbered(before) },
      { msgid: present(progress.msgids[at], "number of a transaction before"), head: envelope },
    );
    if (reply.kind !== "done") return await notDone(carrier, unsent, reply);
    if (opensVisit(before)) centreVisitId = readVisitId(reply.output);
    const further = { msgids: progress.msgids, done: at + 1, centreVisitId };
    await write(() => books.keepProgress(msgid, further));
  }
  const settling = { infno: envelope.infno, input: numbered(envelope) };
  const reply = await session.ask(settling, { msgid, head: envelope });
  const mayHaveArrived = unsent.tries > 0 && original !== null && !carrier.habits.isIdempotent;
  if (reply.kind === "refused" && mayHaveArrived) return await refusedAgain(carrier, unsent, reply);
  return await settled(carrier, unsent, reply);
}

/** Asks 1101 for somebody of whom the centre has never told. @returns null when it knows them, and the sale may go */
async function identifyFirst(carrier: Carrier, unsent: UnsentMessage): Promise<Tried | null> {
  const { books, write } = carrier;
  const certNo = books.toIdentify(unsent);
  if (certNo === null) return null;
  const reply = await askBeside(carrier, unsent, encodePersonQuestion(identityCard(certNo)));
  if (reply.kind !== "done") return await notDone(carrier, unsent, reply);
  const told = readPersonFacts(reply.output);
  if (told === null) {
    await write(() => books.recall(unsent.msgid));
    return { end: "waits", code: "ANSWER_UNREADABLE" };
  }
  if (told.psnNo !== psnNoOf(unsent.message.envelope)) {
    const message = "中心按身份证件查到的是另一位参保人，请核对凭证后重新结算";
    await write(() => books.deliver(unsent, { state: "rejected", code: "PERSON_NOT_FOUND", message }));
    return answered;
  }
  await write(() => books.noteIdentified(told));
  return null;
}

function opensVisit({ infno }: OutgoingTransaction): boolean {
  return infno === "2201" || infno === "2401";
}

/** Nothing was done: it was refused, or it has not arrived. */
async function notDone({ books, write }: Carrier, unsent: UnsentMessage, reply: Failed): Promise<Tried> {
  if (reply.kind === "refused") {
    const { code, message } = reply;
    await write(() => books.deliver(unsent, { state: "rejected", code, message }));
    return answered;
  }
  await write(() => books.recall(unsent.msgid));
  return tried(reply);
}

/** Writes what the settling transaction came to. */
async function settled(carrier: Carrier, unsent: UnsentMessage, reply: Reply): Promise<Tried> {
  const { books, write } = carrier;
  const { msgid } = unsent;
  switch (reply.kind) {
    case "done": {
      const told = readSetlinfo(reply.output);
      // An answer to something else, or to nothing, says nothing of this message.
      if (told === null || (told.msgid !== null && told.msgid !== msgid)) {
        await write(() => books.markAnswered(msgid, { state: "unknown" }));
        return { end: "waits", code: "ANSWER_NOT_OURS" };
      }
      await confirm(carrier, { unsent, told });
      return answered;
    }
    case "refused":
    case "notTaken":
      return await notDone(carrier, unsent, reply);
    case "unknown":
      await write(() => books.markAnswered(msgid, { state: "unknown" }));
      return tried(reply);
  }
}

async function confirm(
  { books, write, habits }: Carrier,
  { unsent, told }: { readonly unsent: UnsentMessage; readonly told: CentreSettlement },
): Promise<void> {
  await write(() => {
    const here = books.splitOf(unsent.number);
    const there: CentreSplit = inOurTerms(told.split, here, habits);
    const { centreVisitId, centreSettlementId } = told;
    const differences = differencesOf(here, there);
    books.deliver(unsent, { state: "confirmed", centreVisitId, centreSettlementId, differences });
  });
}

/** Asks what became of a message whose answer is missing, and does what follows from it. */
async function find(carrier: Carrier, unsent: UnsentMessage): Promise<Tried> {
  const { habits } = carrier;
  const question = encodeVisitQuestion(psnNoOf(unsent.message.envelope));
  const reply = await askBeside(carrier, unsent, question);
  const standing = reply.kind === "done" ? readStanding(reply.output) : null;
  if (standing === null)
    return reply.kind === "done" ? { end: "waits", code: "ANSWER_UNREADABLE" } : tried(reply);
  const own = standing.find(({ msgid }) => msgid === unsent.msgid);
  const isThere = own !== undefined || (isGone(unsent, standing) && !habits.isIdempotent);
  const kind = unsent.original === null ? "sale" : "reversal";
  switch (afterAsking(isThere ? "there" : "notThere", habits, kind)) {
    case "confirm":
      return await confirmFound(carrier, unsent, own ?? null);
    case "resend":
      return await send(carrier, unsent);
    case "undo":
      return await undo(carrier, unsent);
  }
}

type Standing = NonNullable<ReturnType<typeof readStanding>>;

/** A reversal is not listed: what it takes back no longer stands, and its own number only a repeated answer tells. */
function isGone({ original }: UnsentMessage, standing: Standing): boolean {
  return (
    original !== null &&
    !standing.some(({ centreSettlementId }) => centreSettlementId === original.centreSettlementId)
  );
}

/**
 * Refused, but sent before: where the centre takes nothing twice it may only say that the first sending has arrived, and
 * then what this takes back no longer stands.
 */
async function refusedAgain(
  carrier: Carrier,
  unsent: UnsentMessage,
  refused: Extract<Reply, { readonly kind: "refused" }>,
): Promise<Tried> {
  const { books, write } = carrier;
  const question = encodeVisitQuestion(psnNoOf(unsent.message.envelope));
  const reply = await askBeside(carrier, unsent, question);
  const standing = reply.kind === "done" ? readStanding(reply.output) : null;
  if (standing === null) {
    await write(() => books.markAnswered(unsent.msgid, { state: "unknown" }));
    return reply.kind === "done" ? { end: "waits", code: "ANSWER_UNREADABLE" } : tried(reply);
  }
  if (isGone(unsent, standing)) return await confirmFound(carrier, unsent, null);
  const { code, message } = refused;
  await write(() => books.deliver(unsent, { state: "rejected", code, message }));
  return answered;
}

async function confirmFound(
  carrier: Carrier,
  unsent: UnsentMessage,
  found: { readonly centreSettlementId: string; readonly centreVisitId: string | null } | null,
): Promise<Tried> {
  const { books, write } = carrier;
  if (found === null) {
    const centreVisitId = unsent.original?.centreVisitId ?? null;
    const gone: Delivered = { state: "confirmed", centreVisitId, centreSettlementId: null, differences: [] };
    await write(() => books.deliver(unsent, gone));
    return answered;
  }
  const { centreSettlementId, centreVisitId } = found;
  const psnNo = psnNoOf(unsent.message.envelope);
  const question = encodeSettlementQuestion(psnNo, centreSettlementId, centreVisitId);
  const reply = await askBeside(carrier, unsent, question);
  const told = reply.kind === "done" ? readSetlinfo(reply.output) : null;
  if (told === null)
    return reply.kind === "done" ? { end: "waits", code: "ANSWER_UNREADABLE" } : tried(reply);
  await confirm(carrier, { unsent, told: { ...told, centreVisitId: told.centreVisitId ?? centreVisitId } });
  return answered;
}

/** Makes sure that a message which is not there does not come later; then it was rejected. */
async function undo(carrier: Carrier, unsent: UnsentMessage): Promise<Tried> {
  const { envelope } = unsent.message;
  const reply = await askBeside(carrier, unsent, encodeUndo(psnNoOf(envelope), envelope));
  const isOut = reply.kind === "done" || (reply.kind === "refused" && !carrier.habits.undoesUnseen);
  if (!isOut) return tried(reply);
  const message = "应答丢失，中心没有这笔结算，已用 2601 确认作废";
  const { books, write } = carrier;
  await write(() => books.deliver(unsent, { state: "rejected", code: "ANSWER_LOST", message }));
  return answered;
}

async function askBeside(
  { books, write, session }: Carrier,
  { message }: UnsentMessage,
  question: OutgoingTransaction,
): Promise<Reply> {
  const msgid = await write(() => books.newMsgid());
  return await session.ask(question, { msgid, head: message.envelope });
}

type Failed = Exclude<Reply, { readonly kind: "done" }>;

/** A centre that answers is there, whatever it says. */
function tried(reply: Failed): Tried {
  const isReached = reply.kind === "refused" || (reply.kind === "unknown" && reply.reached);
  return { end: isReached ? "waits" : "down", code: reply.code };
}
