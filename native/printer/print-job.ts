import type { PrintOutcome, PrintTrouble } from "../../src/scan/print-outcome.ts";
import type { Conversation } from "./conversation.ts";
import type { PrinterCondition } from "./printer-status.ts";
import { inOrderQuestion } from "./printer-status.ts";

export interface JobLimits {
  /** For an answer about its state. */
  readonly statusMs: number;
  /** For a piece of the job to be taken. */
  readonly writeMs: number;
  /** For the printer to say that it is done. */
  readonly confirmMs: number;
  /** For somebody to put paper in or close the cover. */
  readonly helpMs: number;
}

export const jobLimits: JobLimits = { statusMs: 800, writeMs: 8000, confirmMs: 15_000, helpMs: 120_000 };

export interface Job {
  readonly bytes: Uint8Array;
  /** Whether this printer is known to answer: then silence before a job means that it is off. */
  readonly answers: boolean;
  readonly limits: JobLimits;
  /** Called while somebody has to help the printer. */
  readonly waits: (condition: PrinterCondition) => void;
}

const pieceBytes = 512;

/**
 * Prints once. Whatever happens, no byte of it is sent a second time from here.
 *
 * @returns  what is known at the end, and whether the printer answers at all
 */
export async function printJob(
  talk: Conversation,
  job: Job,
): Promise<{ readonly result: PrintOutcome; readonly answers: boolean }> {
  const { limits } = job;
  const before = await talk.condition(limits.statusMs);
  const answers = job.answers || before.state !== "silent";
  const trouble = troubleBefore(before, job.answers);
  if (trouble !== null) return { result: { outcome: "failed", because: trouble }, answers };
  const sent = await send(talk, job);
  if (sent !== null) return { result: { outcome: "unknown", because: sent }, answers };
  const isSilent = before.state === "silent";
  const result = isSilent ? await hopeFor(talk, limits) : await confirm(talk, job);
  return { result, answers: answers || result.outcome === "printed" };
}

function troubleBefore(condition: PrinterCondition, answers: boolean): PrintTrouble | null {
  switch (condition.state) {
    case "ready":
      return null;
    case "silent":
      return answers ? "silent" : null;
    case "gone":
      return "unreachable";
    case "paperOut":
    case "coverOpen":
    case "offline":
    case "error":
      return condition.state;
  }
}

/** In pieces, so that a printer that stops taking is noticed; with the question whose answer ends the job. */
async function send(talk: Conversation, { bytes, limits, waits }: Job): Promise<PrintTrouble | null> {
  const all = new Uint8Array(bytes.length + inOrderQuestion.length);
  all.set(bytes);
  all.set(inOrderQuestion, bytes.length);
  for (let at = 0; at < all.length; at += pieceBytes) {
    const written = await talk.write(all.subarray(at, at + pieceBytes), limits.writeMs);
    if (written === "gone") return "cut";
    if (written === "stuck") {
      const told = talk.told();
      if (told !== null) waits(told);
      return told === null || told.state === "ready" || told.state === "gone" ? "stuck" : told.state;
    }
  }
  return null;
}

/** A printer that says nothing of itself may still answer in its turn; if not, nothing more can be known. */
async function hopeFor(talk: Conversation, { statusMs }: JobLimits): Promise<PrintOutcome> {
  const answer = await talk.inOrder(statusMs);
  if (answer === "answered") return { outcome: "printed" };
  return answer === "gone" ? { outcome: "unknown", because: "cut" } : { outcome: "sent" };
}

/** Waits for the printer to say that it is done; somebody who has to help it gets time. */
async function confirm(talk: Conversation, { limits, waits }: Job): Promise<PrintOutcome> {
  const startedAt = performance.now();
  let needsHelp = false;
  for (;;) {
    const answer = await talk.inOrder(limits.statusMs);
    if (answer === "answered") return { outcome: "printed" };
    if (answer === "gone") return { outcome: "unknown", because: "cut" };
    const condition = await talk.condition(limits.statusMs);
    if (condition.state === "gone") return { outcome: "unknown", because: "cut" };
    if (condition.state !== "ready" && condition.state !== "silent") {
      needsHelp = true;
      waits(condition);
    }
    if (performance.now() - startedAt > (needsHelp ? limits.helpMs : limits.confirmMs))
      return { outcome: "unknown", because: condition.state === "ready" ? "silent" : condition.state };
  }
}
