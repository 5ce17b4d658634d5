import type { Line } from "../upload/outage.ts";
import type { CentreDoor } from "./centre-door.ts";
import type { Finding } from "./findings.ts";
import type { LineBooks } from "./line-books.ts";
import type { LineVerbs } from "./line-state.ts";
import { accept } from "./ground.ts";
import type { Sender, SenderState } from "./sending.ts";
import type { Committed, Result, Terminal } from "./terminal.ts";

/** What a slip may say of a settlement (domain §6). */
export type Verdict =
  /** There is no line to a centre, or the centre is told nothing of it. */
  | "local"
  /** It has not left yet. */
  | "waiting"
  /** 医保结算: the centre has the very same. */
  | "final"
  /** The centre has it with other amounts: the cashier accepts them or reverses. */
  | "different"
  /** The centre does not have it: it has been taken back. */
  | "rejected"
  /** 结果待确认 */
  | "unknown"
  /** Split without the centre, within what was agreed. */
  | "provisional";

export interface Known {
  readonly verdict: Verdict;
  readonly messageState: Committed["messageState"];
  readonly finding: Finding | null;
}

/** What is to be seen of the line and done about it, beside the books. */
export interface LineControl {
  /** For what is asked beside the messages; absent: nobody is. */
  readonly centre?: CentreDoor;
  /** Waits for the centre's answer to a settlement, so long at the most; it goes before others. */
  readonly outcome: (settlementId: string, waitMs: number) => Promise<Result<Known>>;
  readonly retryNow: () => void;
  readonly sender: () => SenderState;
  /** To be called after every try. */
  readonly tried: () => void;
}

type Books = LineBooks & LineVerbs & Pick<Terminal, "settlement">;

/** @param nudge  makes the sender look now */
export function openLineControl(terminal: Books, sender: Sender, nudge: () => void): LineControl {
  const waiting = new Set<() => void>();
  return {
    outcome: async (settlementId, waitMs) => {
      const endMs = performance.now() + waitMs;
      for (;;) {
        const known = knownOf(terminal, settlementId);
        const leftMs = endMs - performance.now();
        if (!known.ok || !isOpen(known.value, terminal.line()) || leftMs <= 0) return known;
        sender.hurry(settlementId);
        nudge();
        await nextTry(waiting, leftMs);
      }
    },
    retryNow: () => {
      sender.retryNow();
      nudge();
    },
    sender: sender.state,
    tried: () => {
      const now = [...waiting];
      waiting.clear();
      for (const wake of now) wake();
    },
  };
}

/** Whether an answer may still come soon. */
function isOpen({ verdict }: Known, line: Line | null): boolean {
  if (line?.state !== "online") return false;
  return verdict === "waiting" || verdict === "unknown" || verdict === "provisional";
}

async function nextTry(waiting: Set<() => void>, waitMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitMs);
  waiting.add(resolve);
  await promise;
  clearTimeout(timer);
  waiting.delete(resolve);
}

/** Whether somebody still has to decide on it. */
function isOpenFinding({ accepted, reversedBy }: Finding): boolean {
  return accepted === null && reversedBy === null;
}

/** What is known of a settlement now. */
export function knownOf(terminal: Books, settlementId: string): Result<Known> {
  const found = terminal.settlement(settlementId);
  if (!found.ok) return found;
  const { messageState, msgid } = found.value;
  const finding = terminal.findingOf(msgid);
  return accept({ verdict: verdictOf(terminal, found.value, finding), messageState, finding });
}

function verdictOf(terminal: Books, { messageState, msgid }: Committed, finding: Finding | null): Verdict {
  switch (messageState) {
    case "none":
      return "local";
    case "confirmed":
      return finding?.kind === "different" && isOpenFinding(finding) ? "different" : "final";
    case "rejected":
      return "rejected";
    case "sent":
    case "unknown":
      return "unknown";
    case "pending":
      if (terminal.line() === null) return "local";
      return terminal.provisionals().some((one) => one.msgid === msgid) ? "provisional" : "waiting";
  }
}
