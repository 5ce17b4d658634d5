import type { RpcAnswer, Verb } from "../../src/gateway/contract.ts";
import type { EngineState, PageHello, PortAnswer, PortQuestion } from "../../src/gateway/contract-port.ts";
import type { Transport } from "./transport.ts";
import { noAnswer } from "./transport.ts";

/** The page's way to the engine through the window, renewed as often as the engine is. */
export interface EngineLink {
  readonly transport: Transport;
  readonly state: () => EngineState;
  /** @returns what ends the subscription */
  readonly subscribe: (changed: () => void) => () => void;
}

/** Where news of the engine come from, and who is told that they are heard. */
export interface NewsSource {
  readonly listen: (take: (data: unknown, ports: readonly MessagePort[]) => void) => void;
  readonly hello: (word: PageHello) => void;
}

/** How long a call that has not left yet waits for the engine to be there again. */
const patienceMs = 8000;

/** The window's own messages; those of another origin or another window are not heard. */
export const windowNews: NewsSource = {
  listen: (take) => {
    addEventListener("message", ({ source, origin, data, ports }) => {
      if (source === window && origin === location.origin) take(data, ports);
    });
  },
  hello: (word) => {
    postMessage(word, location.origin);
  },
};

/**
 * A call leaves once. One that has left when the engine ends gets no answer and its outcome is unknown; one that has not
 * left waits a while for the next engine.
 */
export function openEngineLink(news: NewsSource): EngineLink {
  const listeners = new Set<() => void>();
  const calls = openCalls();
  let state: EngineState = { is: "starting" };
  let port: MessagePort | null = null;
  let next = Promise.withResolvers<void>();
  const become = (changed: EngineState): void => {
    state = changed;
    for (const told of listeners) told();
  };
  const lose = (lost: MessagePort): void => {
    if (port !== lost) return;
    port = null;
    calls.forget();
    if (state.is === "running") become({ is: "restarting" });
  };
  const take = (given: MessagePort): void => {
    if (port !== null) lose(port);
    port = given;
    given.addEventListener("message", ({ data }) => {
      if (isPortAnswer(data)) calls.answered(data);
    });
    given.addEventListener("close", () => lose(given));
    given.start();
    // For whoever measures a start: from here on the desk can work.
    performance.mark("engine-linked");
    next.resolve();
    next = Promise.withResolvers<void>();
  };
  news.listen((data, ports) => {
    const told = stateIn(data);
    if (told === null) return;
    const [given] = ports;
    if (given !== undefined) take(given);
    become(told);
  });
  news.hello("onestop:hello");
  const ask: Transport["ask"] = async (verb, input, signal) => {
    signal?.throwIfAborted();
    if (port === null) await orTimeout(next.promise, patienceMs);
    signal?.throwIfAborted();
    if (port === null) return noAnswer("UNREACHABLE");
    const answer = await orAborted(calls.send({ verb, text: JSON.stringify(input) }, port), signal);
    return read(answer);
  };
  return {
    transport: { ask },
    state: () => state,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

interface Calls {
  /** Null: no answer will come. */
  readonly send: (question: Omit<PortQuestion, "id">, to: MessagePort) => Promise<PortAnswer | null>;
  readonly answered: (answer: PortAnswer) => void;
  readonly forget: () => void;
}

/** Calls that have left, each with a number by which its answer finds it. */
function openCalls(): Calls {
  const asked = new Map<number, (answer: PortAnswer | null) => void>();
  let nextId = 1;
  return {
    send: async (question, to) => {
      const id = nextId;
      nextId += 1;
      const { promise, resolve } = Promise.withResolvers<PortAnswer | null>();
      asked.set(id, resolve);
      to.postMessage({ ...question, id } satisfies PortQuestion, []);
      return await promise;
    },
    answered: (answer) => {
      asked.get(answer.id)?.(answer);
      asked.delete(answer.id);
    },
    forget: () => {
      for (const resolve of asked.values()) resolve(null);
      asked.clear();
    },
  };
}

function read<V extends Verb>(answer: PortAnswer | null): RpcAnswer<V> {
  // 503 brings a refusal: the books themselves could not be used.
  if (answer === null || (answer.status !== 200 && answer.status !== 503)) return noAnswer("UNREACHABLE");
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- the engine's own types: the window has come with that very engine
  const value: RpcAnswer<V> = JSON.parse(answer.text);
  return value;
}

function isPortAnswer(data: unknown): data is PortAnswer {
  return typeof data === "object" && data !== null && "id" in data && "status" in data && "text" in data;
}

function stateIn(data: unknown): EngineState | null {
  if (typeof data !== "object" || data === null || !("onestop" in data) || data.onestop !== "engine")
    return null;
  if (!("state" in data) || typeof data.state !== "object" || data.state === null || !("is" in data.state))
    return null;
  const { is } = data.state;
  if (is === "starting" || is === "running" || is === "restarting") return { is };
  const text = new Map<string, unknown>(Object.entries(data.state));
  return is === "failed"
    ? { is, code: String(text.get("code")), message: String(text.get("message")) }
    : null;
}

async function orTimeout(waited: Promise<void>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([waited, promise]);
  clearTimeout(timer);
}

async function orAborted<T>(waited: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await waited;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([waited, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
