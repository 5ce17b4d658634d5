import { setTimeout as sleep } from "node:timers/promises";

import type { FastifyInstance, FastifyReply } from "fastify";
import type { Logger } from "pino";

import { parseStrictJson } from "../base/strict-json.ts";
import type { Answered } from "../gateway/answering.ts";
import { textOf } from "../gateway/http-bodies.ts";
import { answerMsgid, answerRefused } from "../wire/envelope.ts";
import { answerAndForget, answerMessage, answerMessages } from "./answer-message.ts";
import type { Centre } from "./centre.ts";
import { inBatches } from "./in-batches.ts";
import { cutOff, faultWords, rawAnswer, turnedAway, withWrongTotals, wrongBy } from "./misbehaved-answer.ts";
import type { Misbehaving, Struck } from "./misbehaviour.ts";

interface NationalDoor {
  readonly centre: Centre;
  readonly misbehaving: Misbehaving;
  readonly log: Logger;
}

/** Every answer to an authorised caller is 200: what became of the message stands in the envelope. */
export function addNationalDoor(app: FastifyInstance, door: NationalDoor): void {
  const together = inBatches(async (texts: readonly string[]) => await answerMessages(door.centre, texts));
  app.post("/fsi/api", async (request, reply) => {
    const text = textOf(request.body) ?? "";
    const struck = door.misbehaving.strike(() => infnoOf(text));
    if (struck.lostRequest !== undefined) {
      reply.hijack();
      reply.raw.socket?.destroy();
      return;
    }
    const answered = await answerStruck({ centre: door.centre, answer: together }, text, struck);
    const { answer, infno, code } = answered;
    door.log.info({ request: request.id, infno, infcode: answer.infcode, code, struck: Object.keys(struck) });
    if (struck.slow !== undefined) await sleep(struck.slow.ms);
    await sendAnswer(reply, { answered, struck });
  });
}

/** The transaction that a text asks for, as far as that can be told without judging it. */
function infnoOf(text: string): string {
  const json = parseStrictJson(text);
  if (!json.ok || typeof json.value !== "object" || json.value === null || !("infno" in json.value))
    return "";
  const { infno } = json.value;
  return typeof infno === "string" ? infno.trim().toUpperCase() : "";
}

async function answerStruck(
  { centre, answer }: { readonly centre: Centre; readonly answer: (text: string) => Promise<Answered> },
  text: string,
  struck: Struck,
): Promise<Answered> {
  const skewed: Centre = struck.skew === undefined ? centre : { ...centre, skewMs: struck.skew.ms };
  const away = turnedAway(struck);
  if (away !== null) return wordsAnswer(skewed, away);
  // Both copies are on their way at once; whoever asked gets the answer of the one that is done last.
  const copy = struck.duplicate === undefined ? null : answerMessage(skewed, text);
  const alone = struck.forget === undefined ? answerMessage : answerAndForget;
  const isPlain = skewed === centre && struck.forget === undefined;
  const answered = await (isPlain ? answer(text) : alone(skewed, text));
  await copy;
  if (struck.fault?.done === true) return wordsAnswer(skewed, faultWords);
  const by = wrongBy(struck);
  return by === null ? answered : { ...answered, answer: withWrongTotals(answered.answer, by) };
}

function wordsAnswer(
  centre: Centre,
  { infcode, words }: { readonly infcode: -1 | -2; readonly words: string },
): Answered {
  const nowMs = centre.now() + centre.skewMs;
  const id = answerMsgid("000000", nowMs, centre.nextSerial());
  const head = { answerMsgid: id, receivedMs: nowMs, answeredMs: nowMs };
  return {
    answer: answerRefused(infcode, head, words),
    infno: null,
    code: words.split(" ")[0] ?? "",
    file: null,
  };
}

async function sendAnswer(
  reply: FastifyReply,
  { answered, struck }: { readonly answered: Answered; readonly struck: Struck },
): Promise<void> {
  const { answer, file } = answered;
  const type = file === null ? "application/json; charset=utf-8" : "application/octet-stream";
  const body = Buffer.from(file === null ? JSON.stringify(answer) : file.bytes);
  const bytes = struck.lostAnswer === undefined ? struck.cut?.bytes : 0;
  if (bytes !== undefined) {
    reply.hijack();
    cutOff(reply.raw, rawAnswer(body, type), bytes);
    return;
  }
  if (file !== null)
    void reply.header(
      "content-disposition",
      `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
    );
  await reply.type(type).send(body);
}
