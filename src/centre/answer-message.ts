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
import type { PersonRow } from "./store/tables.ts";
import type { Left } from "./store/write-rows.ts";
import { writeChanges } from "./store/write-rows.ts";
import { NotReadError } from "./want.ts";

/** More rounds of reading than any answer takes. */
const roundsMax = 1000;

/** Where the centre's numbers begin before it knows who asks. */
const centreRegion = "000000";

interface Message {
  readonly envelope: Envelope;
  readonly institution: Institution;
  readonly head: () => AnswerHead;
}

type Taken = { readonly message: Message } | { readonly answered: Answered };

/** Answers one message: in one transaction, with its person locked, or not at all. */
export async function answerMessage(centre: Centre, text: string): Promise<Answered> {
  const taken = take(centre, text);
  return "answered" in taken ? taken.answered : await answerAlone(centre, taken.message);
}

/** The same, and then nothing of it is in the books. */
export async function answerAndForget(centre: Centre, text: string): Promise<Answered> {
  const taken = take(centre, text);
  if ("answered" in taken) return taken.answered;
  const forgotten = new ForgottenError();
  try {
    await centre.db.transaction().execute(async (work) => {
      forgotten.answered = await answerWithin(centre, work, taken.message);
      throw forgotten;
    });
  } catch (error) {
    if (error !== forgotten) return faultOf(taken.message, error);
  }
  return present(forgotten.answered, "an answer that is forgotten");
}

/** Ends a transaction whose answer goes out all the same. */
class ForgottenError extends Error {
  override readonly name = "ForgottenError";
  answered: Answered | null = null;
}

/**
 * Answers several messages. Those about somebody share a transaction, and with it the ways to the server and the wait for
 * its disk, which cost more than the rows; what goes wrong with one of them leaves the others to be answered each for itself.
 */
export async function answerMessages(centre: Centre, texts: readonly string[]): Promise<readonly Answered[]> {
  const taken = texts.map((text) => take(centre, text));
  const answers = new Map<Message, Answered>();
  const together = taken.flatMap((one) => ("message" in one ? [aboutNamed(one.message)] : []));
  // What names nobody asks for more than rows of a person.
  const abouts = together.filter(({ psnNo }) => psnNo !== "");
  if (abouts.length > 1) {
    try {
      const done = await centre.db
        .transaction()
        .execute(async (work) => await answerInRounds(centre, work, abouts));
      for (const [message, answered] of done) answers.set(message, answered);
    } catch {
      // Which of them it was is found out below: nothing of this transaction is left.
      answers.clear();
    }
  }
  const all: Answered[] = [];
  for (const one of taken)
    all.push(
      "answered" in one
        ? one.answered
        : (answers.get(one.message) ?? (await answerAlone(centre, one.message))),
    );
  return all;
}

/** In the order in which they came, as far as they touch: each round sees what the ones before it have written. */
async function answerInRounds(
  centre: Centre,
  work: Work,
  abouts: readonly About[],
): Promise<ReadonlyMap<Message, Answered>> {
  const answers = new Map<Message, Answered>();
  // All at once: locks that are taken round by round could wait in a circle with those of another transaction.
  let people = await lockNamed(work, abouts);
  for (let left = abouts; left.length > 0; left = left.filter(({ message }) => !answers.has(message))) {
    if (answers.size > 0) people = await lockNamed(work, left);
    const done = await answerGroup(centre, work, { abouts: apart(left), people });
    for (const [message, answered] of done) answers.set(message, answered);
  }
  return answers;
}

/** The first of each person and of each number. */
function apart(abouts: readonly About[]): readonly About[] {
  const taken = new Set<string>();
  return abouts.filter(({ psnNo, message: { envelope } }) => {
    const keys = [`person ${psnNo}`, `number ${envelope.institutionCode} ${envelope.msgid}`];
    const isFirst = keys.every((key) => !taken.has(key));
    for (const key of keys) taken.add(key);
    return isFirst;
  });
}

async function lockNamed(work: Work, abouts: readonly About[]): Promise<readonly PersonRow[]> {
  return await lockPeople(
    work,
    abouts.flatMap(({ psnNo }) => (psnNo === "" ? [] : [psnNo])),
  );
}

function take(centre: Centre, text: string): Taken {
  const receivedMs = centre.now() + centre.skewMs;
  const headOf = (region: string) => (): AnswerHead => ({
    answerMsgid: answerMsgid(region, receivedMs, centre.nextSerial()),
    receivedMs,
    answeredMs: centre.now() + centre.skewMs,
  });
  const read = readMessage(text, headOf(centreRegion));
  if (!read.ok) return { answered: read.answered };
  const { envelope } = read;
  const institution = centre.institution(envelope.institutionCode);
  if (institution !== null) return { message: { envelope, institution, head: headOf(institution.region) } };
  const words = no("CLAIM_INVALID", "fixmedins_code 不是签约的定点机构");
  return { answered: refused(envelope.infno, words, headOf(centreRegion)()) };
}

async function answerAlone(centre: Centre, message: Message): Promise<Answered> {
  try {
    return await centre.db.transaction().execute(async (work) => await answerWithin(centre, work, message));
  } catch (error) {
    return faultOf(message, error);
  }
}

async function answerWithin(centre: Centre, work: Work, message: Message): Promise<Answered> {
  const psnNo = await subjectOf(work, message.envelope);
  const abouts = [{ message, psnNo }];
  const done = await answerGroup(centre, work, { abouts, people: await lockNamed(work, abouts) });
  return present(done.get(message), "an answer");
}

function faultOf({ envelope, head }: Message, error: unknown): Answered {
  const kind = error instanceof Bug ? "中心程序内部错误" : "中心程序故障";
  const words = `INTERNAL_ERROR ${kind}，结果未知，请用原 msgid 重发或以 2601 冲正`;
  const code = error instanceof Error ? error.name : "unknown";
  return { answer: answerRefused(-1, head(), words), infno: envelope.infno, code, file: null };
}

interface About {
  readonly message: Message;
  readonly psnNo: string;
}

function aboutNamed(message: Message): About {
  return { message, psnNo: personOf(message.envelope.input) };
}

/** Answers messages about different people; each sees what the ones before it have taken from accounts that it may use. */
async function answerGroup(
  centre: Centre,
  work: Work,
  { abouts, people }: { readonly abouts: readonly About[]; readonly people: readonly PersonRow[] },
): Promise<ReadonlyMap<Message, Answered>> {
  const wanting = abouts.map(({ message: { envelope, institution }, psnNo }) => ({
    scope: { institution: institution.code, psnNo },
    wants: likelyWants(envelope, psnNo),
  }));
  const reads = await readFirst(work, wanting, people);
  const balances = new Map<string, number>();
  const answers = new Map<Message, Answered>();
  const left: Left[] = [];
  for (const [at, { message }] of abouts.entries()) {
    const read = withBalances(present(reads[at], "what was read for a message"), balances);
    const { answered, bench } = await answerFrom(centre, work, { read, message });
    answers.set(message, answered);
    // What was refused has left nothing.
    if (answered.answer.infcode !== 0) continue;
    left.push({ scope: read.scope, nowMs: bench.nowMs, changes: bench.changes });
    for (const [holder, balance] of bench.changes.balances) balances.set(holder, balance);
  }
  await writeChanges(work, left);
  return answers;
}

/** With what is left on accounts that others have used since they were read. */
function withBalances(read: ReadBooks, balances: ReadonlyMap<string, number>): ReadBooks {
  if (![...read.people.keys()].some((psnNo) => balances.has(psnNo))) return read;
  const now = [...read.people].map(([psnNo, row]) => {
    const balance = balances.get(psnNo);
    return [psnNo, balance === undefined ? row : { ...row, balance_fen: balance }] as const;
  });
  return { ...read, people: new Map(now) };
}

/** Answers, reading what else the answer asks for. */
async function answerFrom(
  centre: Centre,
  work: Work,
  { read, message }: { readonly read: ReadBooks; readonly message: Message },
): Promise<{ readonly answered: Answered; readonly bench: Bench }> {
  for (let round = 0; round < roundsMax; round += 1) {
    const bench = benchOf(centre, read, message);
    try {
      return { answered: answerOn(centre, bench, message), bench };
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
