import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { z } from "zod";

import type { OwnRecords } from "../app/self-service.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import { formatFen } from "../base/money.ts";
import { StoreError } from "../store/store-error.ts";
import { isAuthorized } from "./auth.ts";
import { selfContract, selfOpening } from "./contract-self.ts";
import { textOf } from "./http-bodies.ts";
import { rateLimit } from "./rate-limit.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import type { Sessions } from "./sessions.ts";

type Records = z.output<typeof selfContract.ownRecords.output>;

export interface SelfDoor {
  readonly terminal: FullTerminal;
  readonly sessions: Sessions;
  /** Of the gateway. */
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

/** People come one after another; a machine that tries numbers does not. */
const asking = { perSecond: 0.5, burst: 6 };
/** What finds nobody is what somebody who tries out numbers sends. */
const missing = { perSecond: 1 / 20, burst: 5 };
const opening = { perSecond: 0.2, burst: 5 };

/** Ways in that the guard has to know of: the page itself and the exchange of its code are open, as those of the desk are. */
export const openSelfRoutes: readonly string[] = ["/self", "/self/session"];

/** Whether a request to a door of the self-service page may pass: its own sessions open nothing else, and others not it. */
export function isSelfPage(request: FastifyRequest, sessions: Sessions): boolean {
  const { url } = request.routeOptions;
  const { authorization } = request.headers;
  if (url === "/self/ask/:verb") return sessions.isSelf(authorization);
  return url === "/self/code" && sessions.isOpen(authorization);
}

/** The self-service page: how it is opened, and the little that it may ask. */
export function addSelfDoor(app: FastifyInstance, door: SelfDoor): void {
  const { sessions, now } = door;
  const codes = rateLimit(now, opening);
  app.post("/self/code", (request, reply) => {
    if (isAuthorized(request.headers.authorization, door.token)) return reply.send(newCode(sessions));
    if (!codes.take()) return tooMany(reply);
    return openApproved(door, request.body, reply);
  });
  app.post("/self/session", (request, reply) => {
    const json = parseStrictJson(textOf(request.body) ?? "");
    const given: unknown = json.ok ? json.value : null;
    const code = typeof given === "object" && given !== null && "code" in given ? given.code : null;
    const session = typeof code === "string" ? sessions.openSelf(code) : null;
    return session === null ? reply.code(401).send({ ok: false }) : reply.send({ ok: true, session });
  });
  addQuestions(app, door);
}

function newCode(sessions: Sessions) {
  return { ok: true, value: { code: sessions.newSelfCode() } };
}

/** From a page of the desk: with the PIN of somebody who answers for the counter. */
function openApproved({ terminal, sessions }: SelfDoor, body: unknown, reply: FastifyReply): FastifyReply {
  const json = parseStrictJson(textOf(body) ?? "");
  const parsed = selfOpening.safeParse(json.ok ? json.value : null);
  if (!parsed.success) return reply.code(400).send(refusal("CLAIM_INVALID", "请求有误"));
  const who = terminal.signIn(parsed.data.approval);
  if (!who.ok) return reply.send(who);
  const { role } = who.value;
  if (role !== "supervisor" && role !== "administrator")
    return reply.send(refusal("APPROVAL_REQUIRED", "须由主管或管理员批准"));
  return reply.send(newCode(sessions));
}

function addQuestions(app: FastifyInstance, { terminal, now, log }: SelfDoor): void {
  const questions = rateLimit(now, asking);
  const misses = rateLimit(now, missing);
  let isShut = false;
  app.post<{ Params: { verb: string } }>("/self/ask/:verb", (request, reply) => {
    const { verb } = request.params;
    const json = parseStrictJson(textOf(request.body) ?? "");
    try {
      if (verb === "selfPlace") return reply.send({ ok: true, value: placeOf(terminal) });
      if (verb !== "ownRecords") return reply.code(404).send(refusal("NOT_SUPPORTED", "没有这个动作"));
      if (isShut) isShut = !misses.take();
      if (isShut || !questions.take()) return tooMany(reply);
      const parsed = selfContract.ownRecords.input.safeParse(json.ok ? json.value : null);
      if (!parsed.success) return reply.send(refusal("CLAIM_INVALID", "没有读到凭证，请重新扫码或刷卡"));
      const answer = terminal.ownRecords(parsed.data.scanned);
      if (!answer.ok) isShut = !misses.take();
      log.info({ request: request.id, self: answer.ok });
      return reply.send(answer.ok ? { ok: true, value: recordsJson(answer.value) } : answer);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return reply.code(503).send(refusal(error.code, "暂时不能查询，请到窗口办理"));
    }
  });
}

function placeOf({ institution, deskState }: FullTerminal) {
  return { institution: institution.name, demo: deskState().demo };
}

function recordsJson({ account, family, diseases, settlements, ...own }: OwnRecords): Records {
  return {
    ...own,
    account: { balance: formatFen(account.balance), asOf: account.asOf },
    family: [...family],
    diseases: [...diseases],
    settlements: settlements.map(({ total, fundTotal, accounts, cash, ...one }) => ({
      ...one,
      total: formatFen(total),
      fundTotal: formatFen(fundTotal),
      accounts: formatFen(accounts),
      cash: formatFen(cash),
    })),
  };
}

function tooMany(reply: FastifyReply): FastifyReply {
  return reply.code(429).send(refusal("TOO_MANY", "查询过于频繁，请稍等片刻再试"));
}

function refusal(code: string, message: string) {
  return { ok: false, refusal: { code, message, details: {} } };
}
