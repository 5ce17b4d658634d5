import type { Agent, ClientRequest, IncomingMessage } from "node:http";

import type { LineAdapter } from "./adapter.ts";
import { builtinHttp } from "./builtin-http.ts";

/**
 * What became of one request. `notSent`: for sure nothing of it was done. `unknown`: it may have arrived; whatever went
 * wrong after its first byte could leave ends here.
 */
export type Sent =
  | { readonly kind: "answered"; readonly body: string; readonly sentMs: number; readonly receivedMs: number }
  | { readonly kind: "notSent"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** The way to a centre. */
export interface LineClient {
  /** Never throws for the network. */
  readonly send: (body: string) => Promise<Sent>;
  readonly close: () => void;
}

export interface LineOptions {
  /** http(s)://host:port */
  readonly url: string;
  readonly adapter: LineAdapter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly connectMsMax?: number;
  /** From the first byte to the last one of the answer. */
  readonly answerMsMax?: number;
  readonly answerBytesMax?: number;
  /** Connections at once. */
  readonly connectionsMax?: number;
}

const usual = {
  connectMsMax: 3000,
  answerMsMax: 15_000,
  answerBytesMax: 8 * 1024 * 1024,
  connectionsMax: 8,
};

/** The door turned the request away before it was read: whoever answers so has done nothing. */
const turnedAway: ReadonlySet<number> = new Set([401, 403, 404, 405, 413, 429]);

/** Opens the way; a connection is made when something is sent, and kept. */
export function openLine(options: LineOptions): LineClient {
  const limits = { ...usual, ...options };
  const isTls = new URL(options.url).protocol === "https:";
  const pool = { keepAlive: true, maxSockets: limits.connectionsMax, scheduling: "lifo" } as const;
  const agent = isTls ? new builtinHttp.tls.Agent(pool) : new builtinHttp.plain.Agent(pool);
  return {
    send: async (body) =>
      await new Promise((resolve) => {
        sendOne({ ...limits, agent, isTls }, body, resolve);
      }),
    close: () => agent.destroy(),
  };
}

interface Way extends Required<LineOptions> {
  readonly agent: Agent;
  readonly isTls: boolean;
}

/** One request and its end, which is told once. */
function sendOne(way: Way, body: string, tell: (sent: Sent) => void): void {
  const { adapter, now } = way;
  const bytes = Buffer.from(body, "utf8");
  const asked = (way.isTls ? builtinHttp.tls : builtinHttp.plain).request(new URL(adapter.path, way.url), {
    method: "POST",
    agent: way.agent,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-length": bytes.length,
      ...adapter.headers(body, now()),
    },
  });
  const sentMs = now();
  const leaving = watchLeaving(asked, way);
  // The first end counts; whatever follows from ending the connection says nothing new.
  const end = (sent: Sent): void => {
    clearTimeout(timer);
    leaving.stop();
    tell(sent);
  };
  const fail = (reason: string): void => {
    end({ kind: leaving.mayHaveLeft() ? "unknown" : "notSent", reason });
  };
  const timer = setTimeout(() => {
    fail("TIMEOUT");
    asked.destroy();
  }, way.connectMsMax + way.answerMsMax);
  asked.on("error", (error) => fail(codeOf(error)));
  asked.on("response", (response) => {
    readAnswer(response, way, { fail, answered: (text) => end(judged(text, response, { way, sentMs })) });
  });
  asked.end(bytes);
}

/** Nothing leaves before there is a connection; from then on anything may have. */
function watchLeaving(asked: ClientRequest, { isTls, connectMsMax }: Way) {
  let hasLeft = false;
  let timer: NodeJS.Timeout | undefined;
  asked.on("socket", (socket) => {
    // One that was kept is written to at once.
    if (!socket.connecting) {
      hasLeft = true;
      return;
    }
    timer = setTimeout(() => socket.destroy(new Error("CONNECT_TIMEOUT")), connectMsMax);
    socket.once(isTls ? "secureConnect" : "connect", () => {
      hasLeft = true;
      clearTimeout(timer);
    });
  });
  return { mayHaveLeft: () => hasLeft, stop: () => clearTimeout(timer) };
}

interface Ends {
  readonly fail: (reason: string) => void;
  readonly answered: (text: string) => void;
}

function readAnswer(response: IncomingMessage, { answerBytesMax }: Way, { fail, answered }: Ends): void {
  const parts: Buffer[] = [];
  let length = 0;
  response.on("data", (part: Buffer) => {
    length += part.length;
    if (length <= answerBytesMax) {
      parts.push(part);
      return;
    }
    fail("ANSWER_TOO_LARGE");
    response.destroy();
  });
  response.on("error", (error) => fail(codeOf(error)));
  response.on("end", () => {
    if (response.complete && length <= answerBytesMax) answered(answerText(response, Buffer.concat(parts)));
    else fail("ANSWER_CUT");
  });
}

/** An answer that is a file (9102) is handed on as any other, with the file in its output. */
function answerText({ headers }: IncomingMessage, bytes: Buffer): string {
  if (headers["content-type"]?.startsWith("application/octet-stream") !== true) return bytes.toString("utf8");
  return JSON.stringify({ infcode: 0, output: { file: bytes.toString("base64") } });
}

function judged(
  body: string,
  response: IncomingMessage,
  { way, sentMs }: { readonly way: Way; readonly sentMs: number },
): Sent {
  const { statusCode: status = 0 } = response;
  if (turnedAway.has(status)) return { kind: "notSent", reason: `HTTP_${status}` };
  if (status !== 200) return { kind: "unknown", reason: `HTTP_${status}` };
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      typeof value === "string" ? value : undefined,
    ]),
  );
  if (!way.adapter.accepts(body, headers)) return { kind: "unknown", reason: "ANSWER_SIGNATURE" };
  return { kind: "answered", body, sentMs, receivedMs: way.now() };
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.message.slice(0, 40);
}
