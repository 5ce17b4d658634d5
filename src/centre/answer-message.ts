import { Bug, present } from "../base/assert.ts";
import type { Answered } from "../gateway/answering.ts";
import { answerEnvelope, readMessage, refused } from "../gateway/answering.ts";
import { no } from "../gateway/turn.ts";
import type { AnswerHead, Envelope } from "../wire/envelope.ts";
import { answerMsgid, answerRefused } from "../wire/envelope.ts";
import type { Bench } from "./bench.ts";
import { viewOf } from "./books-view.ts";
import type { Centre } from "./centre.ts";
import { settlementIdOf } from "./centre.ts";
import { centreHandlers } from "./centre-handlers.ts";
import { noChanges } from "./changes.ts";
import { credentialOf, likelyWants, personOf } from "./message-scope.ts";
import type { ReadBooks } from "./read-books.ts";
import type { Work } from "./store/open-database.ts";
import { holderOf, lockPeople, readFirst, readWants } from "./store/read-rows.ts";
import type { Institution } from "./store/reference-rows.ts";
import { writeChanges } from "./store/write-rows.ts";
import { NotReadError } from "./want.ts";

/** More rounds of reading than any answer takes. */
const roundsMax = 1000;

/** Where the centre's numbers begin before it knows who asks. */
const centreRegion = "000000";

/** Answers one message: in one transaction, with its person locked, or not at all. */
export async function answerMessage(centre: Centre, text: string): Promise<Answered> {
  return await answerWith(
    centre,
    text,
    async (message) =>
      await centre.db.transaction().execute(async (work) => await answerWithin(centre, work, message)),
  );
}

/** The same, and then nothing of it is in the books. */
export async function answerAndForget(centre: Centre, text: string): Promise<Answered> {
  return await answerWith(centre, text, async (message) => {
    const forgotten = new ForgottenError();
    try {
      await centre.db.transaction().execute(async (work) => {
        forgotten.answered = await answerWithin(centre, work, message);
        throw forgotten;
      });
    } catch (error) {
      if (error !== forgotten) throw error;
    }
    return present(forgotten.answered, "an answer that is forgotten");
  });
}

/** Ends a transaction whose answer goes out all the same. */
class ForgottenError extends Error {
  override readonly name = "ForgottenError";
  answered: Answered | null = null;
}

async function answerWith(
  centre: Centre,
  text: string,
  within: (message: Message) => Promise<Answered>,
): Promise<Answered> {
  const receivedMs = centre.now() + centre.skewMs;
  const headOf = (region: string) => (): AnswerHead => ({
    answerMsgid: answerMsgid(region, receivedMs, centre.nextSerial()),
    receivedMs,
    answeredMs: centre.now() + centre.skewMs,
  });
  const read = readMessage(text, headOf(centreRegion));
  if (!read.ok) return read.answered;
  const { envelope } = read;
  const institution = centre.institution(envelope.institutionCode);
  if (institution === null)
    return refused(
      envelope.infno,
      no("CLAIM_INVALID", "fixmedins_code 不是签约的定点机构"),
      headOf(centreRegion)(),
    );
  const head = headOf(institution.region);
  try {
    return await within({ envelope, institution, head });
  } catch (error) {
    const kind = error instanceof Bug ? "中心程序内部错误" : "中心程序故障";
    const answer = answerRefused(
      -1,
      head(),
      `INTERNAL_ERROR ${kind}，结果未知，请用原 msgid 重发或以 2601 冲正`,
    );
    const code = error instanceof Error ? error.name : "unknown";
    return { answer, infno: envelope.infno, code, file: null };
  }
}

interface Message {
  readonly envelope: Envelope;
  readonly institution: Institution;
  readonly head: () => AnswerHead;
}

async function answerWithin(centre: Centre, work: Work, message: Message): Promise<Answered> {
  const { envelope, institution } = message;
  const scope = { institution: institution.code, psnNo: await subjectOf(work, envelope) };
  const people = await lockPeople(work, scope);
  const read = await readFirst(work, scope, { people, wants: likelyWants(envelope, scope.psnNo) });
  for (let round = 0; round < roundsMax; round += 1) {
    const bench = benchOf(centre, read, message);
    try {
      const answered = answerOn(centre, bench, message);
      // What was refused has left nothing.
      if (answered.answer.infcode === 0)
        await writeChanges(work, { scope, nowMs: bench.nowMs }, bench.changes);
      return answered;
    } catch (error) {
      if (!(error instanceof NotReadError)) throw error;
      await readWants(work, read, error.wants);
    }
  }
  throw new Bug("an answer that never has read enough");
}

/** Whom the message is about. */
async function subjectOf(work: Work, { infno, input }: Envelope): Promise<string> {
  const named = personOf(input);
  const credential = named === "" && infno === "1101" ? credentialOf(input) : null;
  return credential === null ? named : await holderOf(work, credential);
}

function benchOf(centre: Centre, read: ReadBooks, { institution }: Message): Bench {
  const nowMs = centre.now();
  return {
    read,
    changes: noChanges(),
    institution,
    rules: centre.rulesAt(nowMs),
    nowMs,
    settlementIdOf: (msgid) => settlementIdOf(centre, { institution, nowMs }, msgid),
  };
}

function answerOn(centre: Centre, bench: Bench, { envelope, head }: Message): Answered {
  const door = {
    terminal: viewOf(bench, centre.findItem),
    now: () => bench.nowMs,
    hashKey: centre.hashKey,
    demandsSignIn: true,
    nextSerial: centre.nextSerial,
  };
  return answerEnvelope(door, { envelope, handlers: centreHandlers(centre, bench), head });
}
