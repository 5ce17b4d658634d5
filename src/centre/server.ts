import type { FastifyInstance, FastifyReply } from "fastify";
import { fastify } from "fastify";
import type { Logger } from "pino";
import { pino } from "pino";

import { isAuthorized, isLoopback, isOwnHost, isOwnOrigin } from "../gateway/auth.ts";
import { logWithoutPersons, readBodiesAsBytes } from "../gateway/http-bodies.ts";
import { answerMsgid, answerRefused } from "../wire/envelope.ts";
import type { Centre } from "./centre.ts";
import type { Misbehaving } from "./misbehaviour.ts";
import { addControlDoor } from "./control-door.ts";
import { addNationalDoor } from "./national-door.ts";
import { addPackDoor } from "./pack-door.ts";
import { pruneStates } from "./store/prune-states.ts";

export interface ServeCentreOptions {
  readonly centre: Centre;
  readonly misbehaving: Misbehaving;
  /** What institutions show. */
  readonly token: string;
  /** What whoever runs a drill shows. */
  readonly controlToken: string;
  /** A loopback address. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** One JSON line a request, without personal data. */
  readonly log: (line: string) => void;
}

export interface ServingCentre {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A file of a statement fits, and a stay of thousands of lines. */
const bodyBytesMax = 4 * 1024 * 1024;
const requestMs = 30_000;
const pruneEveryMs = 3_600_000;

/** Opens the centre's door. @throws Error when others than this machine would be served */
export async function serveCentre(options: ServeCentreOptions): Promise<ServingCentre> {
  const { host, port, centre, misbehaving } = options;
  if (!isLoopback(host)) throw new Error("a reference centre is served to this machine only");
  const app = fastify({
    logger: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMs,
    forceCloseConnections: true,
    trustProxy: false,
    exposeHeadRoutes: false,
  });
  const log = pino({ base: null }, { write: options.log });
  readBodiesAsBytes(app);
  logWithoutPersons(app, log);
  guard(app, options);
  answerFaults(app, centre, log);
  addNationalDoor(app, { centre, misbehaving, log });
  addPackDoor(app, centre);
  addControlDoor(app, { centre, misbehaving });
  await app.listen({ host, port });
  const pruning = setInterval(() => void prune(centre, log), pruneEveryMs);
  return {
    url: urlOf(app, host),
    close: async () => {
      clearInterval(pruning);
      await app.close();
    },
  };
}

/** What goes wrong is tried again at the next hour. */
async function prune(centre: Centre, log: Logger): Promise<void> {
  try {
    log.info({ pruned: await pruneStates(centre.db, centre.now()) });
  } catch (error) {
    log.warn({ pruning: error instanceof Error ? error.name : "failed" });
  }
}

function urlOf(app: FastifyInstance, host: string): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${portOf(app)}`;
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Institutions and whoever runs a drill each have a token of their own. */
function guard(app: FastifyInstance, { token, controlToken }: ServeCentreOptions): void {
  app.addHook("onRequest", (request, reply, next) => {
    const { host, origin, authorization } = request.headers;
    const port = portOf(app);
    if (!isOwnHost(host, port) || !isOwnOrigin(origin, port))
      return deny(reply, 403, "Host 或 Origin 不是本机");
    const isControl = request.url.startsWith("/control");
    if (!isAuthorized(authorization, isControl ? controlToken : token))
      return deny(reply, 401, "令牌缺失或不对");
    next();
    return undefined;
  });
  app.addHook("onSend", (_request, reply, payload, next) => {
    void reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    next(null, payload);
  });
}

function deny(reply: FastifyReply, status: number, message: string): undefined {
  void reply.code(status).send({ infcode: -1, err_msg: message, output: {} });
  return undefined;
}

function answerFaults(app: FastifyInstance, centre: Centre, log: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    const fault = error instanceof Error ? error.name : "unknown";
    log.warn({ request: request.id, route: request.routeOptions.url ?? "none", status, fault });
    const message = status < 500 ? "CLAIM_INVALID 请求有误或报文过大" : "INTERNAL_ERROR 中心程序故障";
    return reply.code(status).send(faultAnswer(centre, message));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(faultAnswer(centre, "NOT_SUPPORTED 没有这个地址，国家接口报文请 POST 到 /fsi/api")),
  );
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : 500;
  return typeof status === "number" && status >= 400 && status < 600 ? status : 500;
}

function faultAnswer(centre: Centre, message: string) {
  const nowMs = centre.now();
  const id = answerMsgid("000000", nowMs, centre.nextSerial());
  return answerRefused(-1, { answerMsgid: id, receivedMs: nowMs, answeredMs: nowMs }, message);
}
