import { setTimeout as pause } from "node:timers/promises";

import type { PrinterPort } from "./printer-port.ts";
import type { PrinterCondition, StatusQuestion } from "./printer-status.ts";
import { conditionOf, openAnswerReader, statusQuestion } from "./printer-status.ts";

/** What one end of a line knows of the other. */
export interface Conversation {
  readonly write: (bytes: Uint8Array, ms: number) => Promise<"written" | "stuck" | "gone">;
  /** How the printer says it is; silent when it says nothing in time. */
  readonly condition: (ms: number) => Promise<PrinterCondition>;
  /** The answer to GS r, which comes in its turn. */
  readonly inOrder: (ms: number) => Promise<"answered" | "silent" | "gone">;
  /** The last condition that the printer told by itself. */
  readonly told: () => PrinterCondition | null;
  readonly close: () => Promise<void>;
}

type Realtime = (byte: number | null) => void;

/** Talks with a printer over an open port, until it is closed. */
export function openConversation(port: PrinterPort): Conversation {
  // Answers come in the order of the questions: one that is late still belongs to its question.
  const asked: Realtime[] = [];
  const gone = Promise.withResolvers<"gone">();
  const answered = Promise.withResolvers<"answered">();
  let isGone = false;
  let told: PrinterCondition | null = null;
  const read = openAnswerReader();
  port.listen({
    bytes: (piece) => {
      for (const answer of read(piece)) {
        if (answer.kind === "realtime") asked.shift()?.(answer.byte);
        else if (answer.kind === "inOrder") answered.resolve("answered");
        else told = answer.condition;
      }
    },
    closed: () => {
      isGone = true;
      gone.resolve("gone");
      for (const one of asked.splice(0)) one(null);
    },
  });
  const write: Conversation["write"] = async (bytes, ms) => {
    if (isGone) return "gone";
    const written = port.write(bytes).then(
      () => "written" as const,
      () => "gone" as const,
    );
    return await firstOf(ms, "stuck", [written, gone.promise]);
  };
  const ask = async (question: StatusQuestion, ms: number): Promise<number | "silent" | "gone"> => {
    const { promise, resolve } = Promise.withResolvers<number | "gone">();
    asked.push((byte) => resolve(byte ?? "gone"));
    const sent = await write(statusQuestion(question), ms);
    if (sent !== "written") return sent === "gone" ? "gone" : "silent";
    return await firstOf(ms, "silent", [promise]);
  };
  return {
    write,
    condition: async (ms) => {
      const answers = { 1: 0, 2: 0, 3: 0, 4: 0 };
      for (const question of [1, 2, 3, 4] as const) {
        const byte = await ask(question, ms);
        if (typeof byte === "string") return { state: byte };
        answers[question] = byte;
      }
      return conditionOf(answers);
    },
    inOrder: async (ms) => await firstOf(ms, "silent", [answered.promise, gone.promise]),
    told: () => told,
    close: port.close,
  };
}

/** The first of some promises, or a word when none is there in time. */
async function firstOf<T, W>(ms: number, late: W, promises: readonly Promise<T>[]): Promise<T | W> {
  const stop = new AbortController();
  const timer = pause(ms, late, { signal: stop.signal }).catch(() => late);
  try {
    return await Promise.race([...promises, timer]);
  } finally {
    stop.abort();
  }
}
