import type { CentreAnswer } from "../wire/centre-answer.ts";
import { parseCentreAnswer, readSignIn } from "../wire/centre-answer.ts";
import type { RequestHead } from "../wire/centre-request.ts";
import { encodeSigningIn, engineHead, requestText } from "../wire/centre-request.ts";
import type { OutgoingTransaction } from "../wire/outgoing-fields.ts";
import type { LineAdapter } from "./adapter.ts";
import type { LineClient } from "./client.ts";

/** What a transaction came to. */
export type Reply =
  | { readonly kind: "done"; readonly output: CentreAnswer["output"] }
  /** The centre says no; nothing was done. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /** It certainly was not taken in; `code` says why, where the centre itself did. */
  | { readonly kind: "notTaken"; readonly code: string }
  /** Whether it was done nobody knows; `reached`: but the centre is there. */
  | { readonly kind: "unknown"; readonly code: string; readonly reached: boolean };

/** Talks to one centre, signed in. */
export interface Session {
  readonly ask: (
    transaction: OutgoingTransaction,
    about: { readonly msgid: string; readonly head: RequestHead },
  ) => Promise<Reply>;
  /** A whole request, signed in, for what is answered by a file; else why there is none. */
  readonly requestFor: (
    transaction: OutgoingTransaction,
    about: { readonly msgid: string; readonly head: RequestHead },
  ) => Promise<
    | { readonly ok: true; readonly text: string }
    | { readonly ok: false; readonly reply: Exclude<Reply, { readonly kind: "done" }> }
  >;
  /** Whether the centre is there: signs in anew. */
  readonly knock: () => Promise<Reply>;
  /** The centre's clock less ours, in milliseconds; null before its first answer. */
  readonly clockOffsetMs: () => number | null;
}

export interface SessionOptions {
  readonly client: Pick<LineClient, "send">;
  readonly adapter: LineAdapter;
  readonly institution: () => { readonly code: string; readonly name: string; readonly region: string };
  readonly newMsgid: () => string;
  readonly now: () => number;
}

/** Said by a centre that has taken nothing in. */
const closedCodes: ReadonlySet<string> = new Set(["CENTRE_STOPPED", "CENTRE_MAINTENANCE"]);
/** A sign-in is renewed before its day is over. @source 通行做法：签到超过 24 小时须重新签到 */
const signInMs = 20 * 3_600_000;
/** An answer that took longer says less about the clock than this. */
const roundTripMsMax = 5000;

interface Held {
  signIn: { readonly number: string; readonly atMs: number } | null;
  signingIn: Promise<Reply> | null;
  offsetMs: number | null;
}

/** @param options.newMsgid  gives a number that was never given before, durably */
export function openSession(options: SessionOptions): Session {
  const held: Held = { signIn: null, signingIn: null, offsetMs: null };
  const ask: Session["ask"] = async (transaction, about) => {
    const missing = await signedIn(options, held);
    if (missing !== null) return missing;
    const reply = await tell(options, held, { transaction, ...about });
    // Refused for the sign-in alone: nothing was done, and it goes again under its number.
    if (reply.kind !== "refused" || !options.adapter.asksToSignIn(reply.message)) return reply;
    held.signIn = null;
    const again = await signedIn(options, held);
    return again ?? (await tell(options, held, { transaction, ...about }));
  };
  return {
    ask,
    requestFor: async (transaction, { msgid, head }) => {
      const missing = await signedIn(options, held);
      if (missing !== null) return { ok: false, reply: missing };
      const { adapter, now } = options;
      const signInNo = held.signIn?.number ?? null;
      const moment = { msgid, nowMs: now(), signInNo, region: adapter.region };
      return { ok: true, text: requestText(head, transaction, moment) };
    },
    knock: async () => await signIn(options, held),
    clockOffsetMs: () => held.offsetMs,
  };
}

/** @returns null when signed in; else why not: nothing of what was to be asked has left */
async function signedIn(
  options: SessionOptions,
  held: Held,
): Promise<Exclude<Reply, { readonly kind: "done" }> | null> {
  if (held.signIn !== null && options.now() - held.signIn.atMs < signInMs) return null;
  held.signingIn ??= signIn(options, held).finally(() => {
    held.signingIn = null;
  });
  const reply = await held.signingIn;
  if (reply.kind === "done") return null;
  return { kind: "notTaken", code: reply.kind === "refused" ? `SIGN_IN ${reply.code}` : reply.code };
}

async function signIn(options: SessionOptions, held: Held): Promise<Reply> {
  const reply = await tell(options, held, {
    transaction: encodeSigningIn(),
    msgid: options.newMsgid(),
    head: engineHead(options.institution()),
  });
  if (reply.kind !== "done") return reply;
  const number = readSignIn(reply.output);
  if (number === null) return { kind: "notTaken", code: "SIGN_IN_UNREADABLE" };
  held.signIn = { number, atMs: options.now() };
  return reply;
}

interface Told {
  readonly transaction: OutgoingTransaction;
  readonly msgid: string;
  readonly head: RequestHead;
}

async function tell(
  { client, adapter, now }: SessionOptions,
  held: Held,
  { transaction, msgid, head }: Told,
): Promise<Reply> {
  const moment = { msgid, nowMs: now(), signInNo: held.signIn?.number ?? null, region: adapter.region };
  const sent = await client.send(requestText(head, transaction, moment));
  if (sent.kind === "notSent") return { kind: "notTaken", code: sent.reason };
  if (sent.kind === "unknown") return { kind: "unknown", code: sent.reason, reached: false };
  const answer = parseCentreAnswer(sent.body);
  if (answer === null) return { kind: "unknown", code: "ANSWER_UNREADABLE", reached: true };
  const { respondedMs } = answer;
  // Half of the way lies behind the centre's time.
  if (respondedMs !== null && sent.receivedMs - sent.sentMs <= roundTripMsMax)
    held.offsetMs = Math.round(respondedMs - (sent.sentMs + sent.receivedMs) / 2);
  return replyOf(answer);
}

function replyOf({ infcode, code, message, output }: CentreAnswer): Reply {
  switch (infcode) {
    case "done":
      return { kind: "done", output };
    case "refused":
      return { kind: "refused", code, message };
    case "fault":
      return closedCodes.has(code)
        ? { kind: "notTaken", code }
        : { kind: "unknown", code: code === "" ? "FAULT" : code, reached: true };
  }
}
