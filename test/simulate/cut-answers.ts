import { rmSync } from "node:fs";

import { openSender } from "../../src/app/sending.ts";
import type { Sent } from "../../src/line/client.ts";
import { plainAdapter } from "../../src/line/adapters/plain.ts";
import { actor, morning, valueOf } from "../app/test-desk.ts";
import { disagreements, unsoundBooks } from "./agree.ts";
import { claimOf, townspeople } from "./people.ts";
import type { Template } from "./town.ts";
import { makeTemplate, openBooks, openSimulatedCentre } from "./town.ts";

/** What is cut, and where. */
export interface Sweep {
  readonly infno: "2102" | "2207" | "2601";
  readonly place: Template["place"];
  /** Whether the centre takes the same message twice and does it once; else 2601 is needed. */
  readonly isIdempotent: boolean;
}

/** What a sweep came to. */
export interface Swept {
  readonly cuts: number;
  /** Bytes of the longest answer. */
  readonly bytes: number;
  /** Sales that ended otherwise than they had to, and where the sides do not agree. */
  readonly faults: readonly string[];
}

/**
 * Sells once for every byte of an answer, at which it breaks off; then the line is good again. A sale whose answer was cut
 * is confirmed; one that never arrived, and whose undoing was cut, is rejected and taken back here.
 *
 * @param every  1: at every byte; else at every so many, and the last
 */
export async function sweepCuts({ infno, place, isIdempotent }: Sweep, every: number): Promise<Swept> {
  const templates = [makeTemplate(place, 90), makeTemplate(place, 1)] as const;
  const [centreDir, deskDir] = [templates[0].copy(), templates[1].copy()];
  const clock = { ms: morning };
  const now = (): number => clock.ms;
  const centre = openSimulatedCentre(centreDir, now);
  const engine = openBooks(deskDir, now);
  const plain = plainAdapter("");
  const adapter = { ...plain, habits: { ...plain.habits, isIdempotent } };
  // Of a message that never arrived the first answer is none.
  const lost = infno === "2601" ? settlingOf(place) : null;
  const line = openCutLine({ infno, lost, deliver: centre.deliver, now });
  const sender = openSender({ terminal: engine, client: line, adapter, now, random: () => 0 });
  const faults: string[] = [];
  let cuts = 0;
  try {
    for (let at = 0; at === 0 || at < line.bytes; at = nextCut(at, every, line.bytes)) {
      const psnNo = townspeople[cuts % townspeople.length]?.psnNo ?? "";
      line.cutAt(at);
      const claim = claimOf(engine, { kind: place, psnNo, qty: 3, nowMs: clock.ms });
      const about = { idempotencyKey: `cut ${at}`, previewHash: null, msgid: null, tenders: [], actor };
      const { settlementId } = valueOf(engine.commit({ ...about, claim }));
      for (let round = 0; round < 20 && engine.unsent(1).length > 0; round += 1) {
        clock.ms += 60_000;
        sender.pump();
        await sender.idle();
      }
      const { messageState } = valueOf(engine.settlement(settlementId));
      const wanted = infno === "2601" ? "rejected" : "confirmed";
      if (messageState !== wanted || !line.wasCut())
        faults.push(`${at}: ${messageState}, cut ${line.wasCut()}`);
      cuts += 1;
    }
    const own = townspeople.map((_one, at) => at);
    const town = { desks: [{ engine, own }], centre: centre.books, shared: [], mayUndo: infno === "2601" };
    faults.push(...disagreements(town), ...unsoundBooks(town));
    return { cuts, bytes: line.bytes, faults };
  } finally {
    engine.close();
    centre.close();
    for (const dir of [centreDir, deskDir]) rmSync(dir, { recursive: true, force: true });
    for (const one of templates) one.drop();
  }
}

/** The last byte is one of its own: all but it have come. */
function nextCut(at: number, every: number, bytes: number): number {
  return at < bytes - 1 ? Math.min(at + every, bytes - 1) : bytes;
}

function settlingOf(place: Template["place"]): string {
  return place === "pharmacy" ? "2102" : "2207";
}

interface CutLine {
  readonly send: (body: string) => Promise<Sent>;
  /** The next answer of the sort that is cut ends after so many bytes. */
  readonly cutAt: (bytes: number) => void;
  readonly wasCut: () => boolean;
  /** Of the longest answer of this sort so far. */
  readonly bytes: number;
}

interface CutLineOptions {
  readonly infno: string;
  /** The first message of this sort after `cutAt` gets lost. */
  readonly lost: string | null;
  readonly deliver: (body: string) => string | null;
  readonly now: () => number;
}

function openCutLine({ infno, lost, deliver, now }: CutLineOptions): CutLine {
  let bytesMax = 0;
  let next: number | null = null;
  let toLose: string | null = null;
  const answered = (body: string): Sent => ({ kind: "answered", body, sentMs: now(), receivedMs: now() });
  return {
    send: async (body) => {
      await Promise.resolve();
      const asked = /"infno":"(\w+)"/u.exec(body)?.[1] ?? "";
      if (asked === toLose) {
        toLose = null;
        return { kind: "unknown", reason: "ECONNRESET" };
      }
      const answer = deliver(body) ?? "";
      if (asked !== infno || next === null) return answered(answer);
      const whole = Buffer.from(answer, "utf8");
      bytesMax = Math.max(bytesMax, whole.length);
      const came = whole.subarray(0, next);
      next = null;
      // Worse than a connection that says it broke: what came is taken for the answer.
      return answered(came.toString("utf8"));
    },
    cutAt: (bytes) => {
      next = bytes;
      toLose = lost;
    },
    wasCut: () => next === null,
    get bytes() {
      return bytesMax;
    },
  };
}
