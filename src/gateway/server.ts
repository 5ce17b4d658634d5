import { createSecretKey, randomInt } from "node:crypto";
import { createServer } from "node:https";

import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from "fastify";
import { fastify } from "fastify";
import type { Logger } from "pino";
import { pino } from "pino";

import { Bug } from "../base/assert.ts";
import type { DevicesControl } from "../app/devices-control.ts";
import type { CentreControl, CentreLink } from "../app/centre-control.ts";
import { StoreError } from "../store/store-error.ts";
import type { Answer } from "../wire/envelope.ts";
import { answerMsgid, answerRefused } from "../wire/envelope.ts";
import { answerRpc } from "./answer-rpc.ts";
import type { Secrets } from "./auth.ts";
import {
  isAuthorized,
  isLoopback,
  isLoopbackAddress,
  isOwnHost,
  isOwnOrigin,
  lanAddress,
  loopbackAddress,
} from "./auth.ts";
import type { FindScreens } from "./pages.ts";
import { addPageDoor, openRoutes } from "./pages.ts";
import { exportRoute } from "./export-address.ts";
import { addExportDoor } from "./export-door.ts";
import { gather } from "./gather.ts";
import { logWithoutPersons, readBodiesAsBytes, textOf } from "./http-bodies.ts";
import type { Places } from "./identify-there.ts";
import { answersStrangers } from "./identify-there.ts";
import { keepHouse } from "./housekeeping.ts";
import type { TerminalDoor } from "./national.ts";
import { waitsForCentre } from "./await-centre.ts";
import { answerNational } from "./national.ts";
import { openApi, referencePage } from "./openapi.ts";
import { rateLimit } from "./rate-limit.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import { openRpc } from "./rpc.ts";
import { addSelfDoor, isSelfPage, openSelfRoutes } from "./self-door.ts";
import type { Sessions } from "./sessions.ts";
import { openSessions } from "./sessions.ts";
import type { Lan } from "./tls-files.ts";
import { ownAddresses } from "./tls-files.ts";

export interface ServeOptions {
  readonly terminal: FullTerminal;
  /** What leads to the centre; none: nothing is sent and nothing fetched. */
  readonly centre?: Omit<CentreControl, "stop">;
  /** The devices of this machine; none: they are not run from here. */
  readonly devices?: DevicesControl;
  readonly secrets: Secrets;
  /** A loopback address, or with `lan` any of this machine. */
  readonly host: string;
  /** null: only this machine is served, without TLS. */
  readonly lan: Lan | null;
  /** 0: any that is free. */
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** One JSON line a request, without personal data. */
  readonly log: (line: string) => void;
  /** Whether every transaction must bear the number of a sign-in (9001). */
  readonly demandsSignIn: boolean;
  /** The screens for browsers; absent: only the doors for programs are opened. */
  readonly screens?: FindScreens;
  readonly limits?: Partial<typeof defaultLimits>;
}

export interface Serving {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const defaultLimits = {
  /** A stay of thousands of lines fits; nothing else comes near. */
  bodyBytes: 4 * 1024 * 1024,
  requestMs: 30_000,
  connectionMs: 60_000,
  /** How long a till waits for the centre's word at the most. */
  centreWaitMs: 15_000,
  perSecond: 2000,
  burst: 4000,
  /** Wrong tokens a second, for whoever tries them out. */
  wrongTokensPerSecond: 5,
  /** How often kept state is pruned, when nothing has come for a while. */
  pruneEveryMs: 10 * 60_000,
  quietMs: 30_000,
  /** Longer than between two messages of one till, shorter than between two customers. */
  restMs: 250,
};

/** Opens both doors on one port. @throws Error when others would be served without TLS */
export async function serve(options: ServeOptions): Promise<Serving> {
  if (options.lan === null && !isLoopback(options.host))
    throw new Error("only a loopback address is served without TLS");
  const app = buildDoors(options);
  await app.listen({ host: options.host, port: options.port });
  return { url: urlOf(app, options), close: async () => await app.close() };
}

/** Requests are parsed by our own contract: without these the server would load two compilers at every start, for nothing. */
const withoutSchemas = { buildValidator: noCompiler, buildSerializer: noCompiler };

function noCompiler(): () => never {
  return () => {
    throw new Bug("no route has a schema");
  };
}

/** Both doors, not yet listening. */
export function buildDoors(options: ServeOptions): FastifyInstance {
  const limits = { ...defaultLimits, ...options.limits };
  const app = fastify({
    ...(options.lan === null ? {} : tlsServer(options.lan, limits)),
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.connectionMs,
    forceCloseConnections: true,
    trustProxy: false,
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: withoutSchemas },
  });
  // The server's own log would write addresses and paths as they come: ours says only what we put there.
  const log = pino({ base: null }, { write: options.log });
  const door = openDoor(options);
  readBodiesAsBytes(app);
  logWithoutPersons(app, log);
  const sessions = openSessions(options.secrets.token, options.now);
  guard(app, { ...options, sessions }, limits);
  answerFaults(app, door, log);
  const link = (): Partial<CentreLink> => options.centre?.link() ?? {};
  const atCentre = waitsForCentre(door, () => link().line ?? null, limits.centreWaitMs);
  const places = (): Places => ({ terminal: options.terminal, facts: link().facts ?? null });
  addNationalDoor(app, { door, log, atCentre, places });
  addRpcDoor(app, options, log);
  addExportDoor(app, options.terminal);
  if (options.screens !== undefined) addPageDoor(app, sessions, options.screens);
  const { terminal, secrets, now } = options;
  addSelfDoor(app, { terminal, sessions, token: secrets.token, now, log });
  pruneWhenIdle(app, options, { log, limits });
  return app;
}

function tlsServer(
  { cert, key }: Lan,
  limits: typeof defaultLimits,
): Required<Pick<FastifyServerOptions, "serverFactory">> {
  return {
    serverFactory: (handler) => {
      const server = createServer({ cert, key, minVersion: "TLSv1.2" }, handler);
      // What fastify sets on a server of its own.
      server.requestTimeout = limits.requestMs;
      server.setTimeout(limits.connectionMs);
      return server;
    },
  };
}

function pruneWhenIdle(
  app: FastifyInstance,
  { terminal, now }: ServeOptions,
  { log, limits }: { readonly log: Logger; readonly limits: typeof defaultLimits },
): void {
  const { pruneEveryMs: everyMs, quietMs, restMs } = limits;
  const house = keepHouse({
    terminal,
    now,
    everyMs,
    quietMs,
    restMs,
    pruned: (counts) => log.info({ pruned: counts }),
    failed: (error) => log.error({ idle: error instanceof StoreError ? error.code : "failed" }),
  });
  app.addHook("onRequest", (_request, _reply, next) => {
    house.seen();
    next();
  });
  app.addHook("onClose", (_app, next) => {
    house.stop();
    next();
  });
}

function openDoor({ terminal, secrets, now, demandsSignIn }: ServeOptions): TerminalDoor {
  // Ten digits that start anywhere: two openings within a second do not number alike.
  let serial = randomInt(0, 9_000_000_000);
  return {
    terminal,
    now,
    demandsSignIn,
    // Prepared once: every message is hashed, and a key as text is read anew each time.
    hashKey: createSecretKey(secrets.hashKey, "utf8"),
    nextSerial: () => {
      serial = (serial + 1) % 10_000_000_000;
      return serial;
    },
  };
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Where callers find us; an address that means all of them is told by a name. */
function urlOf(app: FastifyInstance, { host, lan }: ServeOptions): string {
  const isAll = host === "0.0.0.0" || host === "::";
  const named = lan === null || !isAll ? host : (lan.names[0] ?? "localhost");
  const scheme = lan === null ? "http" : "https";
  return `${scheme}://${named.includes(":") && !named.startsWith("[") ? `[${named}]` : named}:${portOf(app)}`;
}

/** Who may ask at all: by name, by origin, by number, by token, in this order. */
function guard(
  app: FastifyInstance,
  options: ServeOptions & { readonly sessions: Sessions },
  limits: typeof defaultLimits,
): void {
  const requests = rateLimit(options.now, limits);
  const wrongTokens = rateLimit(options.now, {
    perSecond: limits.wrongTokensPerSecond,
    burst: limits.wrongTokensPerSecond * 2,
  });
  const { lan } = options;
  const address = lan === null ? loopbackAddress : lanAddress([...ownAddresses(), ...lan.names]);
  const open: ReadonlySet<string> = new Set([
    "/openapi.json",
    "/reference",
    ...openRoutes,
    ...openSelfRoutes,
    exportRoute,
  ]);
  app.addHook("onRequest", (request, reply, next) => {
    const { host, origin } = request.headers;
    const port = portOf(app);
    if (!isOwnHost(host, port, address) || !isOwnOrigin(origin, port, address))
      return deny(reply, 403, "Host 或 Origin 不是本机");
    if (!requests.take()) return deny(reply, 429, "请求过多，请稍后重试");
    if (open.has(request.routeOptions.url ?? "")) {
      next();
      return undefined;
    }
    if (mayPass(request, options)) {
      next();
      return undefined;
    }
    return wrongTokens.take() ? deny(reply, 401, "令牌缺失或不对") : deny(reply, 429, "请求过多，请稍后重试");
  });
  app.addHook("onSend", (_request, reply, payload, next) => {
    if (!reply.hasHeader("cache-control")) void reply.header("cache-control", "no-store");
    void reply.header("x-content-type-options", "nosniff");
    next(null, payload);
  });
}

function mayPass(
  request: FastifyRequest,
  { secrets, sessions }: Pick<ServeOptions, "secrets"> & { readonly sessions: Sessions },
): boolean {
  // What the self-service page asks is for its own sessions alone: not even the token is one.
  if (isSelfPage(request, sessions)) return true;
  if (request.routeOptions.url === "/self/ask/:verb") return false;
  return isAuthorized(request.headers.authorization, secrets.token) || isPage(request, sessions);
}

/** A page calls verbs; what a system does with the national envelope, or with codes for more pages, is not its affair. */
function isPage(request: FastifyRequest, sessions: Sessions): boolean {
  return request.routeOptions.url === "/rpc/:verb" && sessions.isOpen(request.headers.authorization);
}

function deny(reply: FastifyReply, status: number, message: string): undefined {
  void reply.code(status).send({ infcode: -1, err_msg: message, output: {} });
  return undefined;
}

/** What fastify itself refuses, a body beyond the limit above all, is answered in the caller's own form. */
function answerFaults(app: FastifyInstance, door: TerminalDoor, log: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    log.warn({
      request: request.id,
      route: request.routeOptions.url ?? "none",
      status,
      fault: nameOf(error),
    });
    const message =
      status === 413
        ? "CLAIM_INVALID 报文过大"
        : status < 500
          ? "CLAIM_INVALID 请求有误"
          : "INTERNAL_ERROR 程序故障";
    return reply.code(status).send(faultAnswer(door, message));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(faultAnswer(door, "NOT_SUPPORTED 没有这个地址，国家接口报文请 POST 到 /fsi/api")),
  );
}

function faultAnswer(door: TerminalDoor, message: string): Answer {
  const nowMs = door.now();
  const id = answerMsgid(door.terminal.institution.region, nowMs, door.nextSerial());
  return answerRefused(-1, { answerMsgid: id, receivedMs: nowMs, answeredMs: nowMs }, message);
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : 500;
  return typeof status === "number" && status >= 400 && status < 600 ? status : 500;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

/** Messages of several tills that share one wait for the disk. */
const messagesAtOnce = 8;

/** National systems read the envelope, not the status: every answer to an authorised caller is 200. */
function addNationalDoor(
  app: FastifyInstance,
  {
    door,
    log,
    atCentre,
    places,
  }: {
    readonly door: TerminalDoor;
    readonly log: Logger;
    readonly atCentre: ReturnType<typeof waitsForCentre>;
    readonly places: () => Places;
  },
): void {
  const fromBooks = gather(messagesAtOnce, (texts: readonly string[]) => answerNational(door, texts));
  const answered = answersStrangers(places, fromBooks);
  app.post("/fsi/api", async (request, reply) => {
    const text = textOf(request.body);
    if (text === null) return await reply.send(faultAnswer(door, "CLAIM_INVALID 报文不是 UTF-8 编码"));
    const { answer, infno, code, file } = await atCentre(text, await answered(text));
    log.info({ request: request.id, infno, infcode: answer.infcode, code });
    if (file === null) return await reply.send(answer);
    const name = encodeURIComponent(file.filename);
    return await reply
      .type("application/octet-stream")
      .header("content-disposition", `attachment; filename*=UTF-8''${name}`)
      .send(Buffer.from(file.bytes));
  });
}

function addRpcDoor(app: FastifyInstance, options: ServeOptions, log: Logger): void {
  const call = openRpc(options.terminal, options);
  app.post<{ Params: { verb: string } }>("/rpc/:verb", async (request, reply) => {
    // Who waits for a long verification is not idle.
    reply.raw.setTimeout(0);
    const from = isLoopbackAddress(request.socket.remoteAddress) ? "here" : "elsewhere";
    const { status, body } = await answerRpc(call, request.params.verb, textOf(request.body), from);
    log.info({ request: request.id, verb: status === 404 ? null : request.params.verb, ok: body.ok });
    return reply.code(status).send(body);
  });
  app.get("/openapi.json", (_request, reply) => reply.send(openApi(urlOf(app, options))));
  app.get("/reference", (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
      .send(referencePage(urlOf(app, options))),
  );
}
