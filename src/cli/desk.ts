import { Bug } from "../base/assert.ts";
import type { Fault } from "../base/faults.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import type { PackBook } from "../rules/pack-book.ts";
import { parseClaim } from "../settle/claim.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import type { RefusalJson, ResultJson } from "../settle/result.ts";
import { refusalJson, resultJson } from "../settle/result.ts";
import { settle } from "../settle/settle.ts";
import type { Facts } from "../settle/tally.ts";

export type Answer = ResultJson | RefusalJson | BugJson;

/** We were wrong about this claim: nothing is settled, the run goes on. */
export interface BugJson {
  readonly claimId: string | null;
  readonly ok: false;
  readonly error: {
    readonly code: "INTERNAL_ERROR";
    readonly message: string;
    readonly details: { readonly bug: string };
  };
}

/** Settles claims from text, one after another; with `carry` each one starts from where the person's last one ended. */
export interface Desk {
  readonly settleText: (text: string) => Answer;
}

export function openDesk(
  book: PackBook,
  options: { readonly carry: boolean; readonly explain: boolean },
): Desk {
  const carried = new Map<string, number>();
  return {
    settleText: (text) => {
      const json = parseStrictJson(text);
      if (!json.ok) return refusalJson(null, claimInvalid(json.faults));
      return settleJson(json.value, book, {
        carried: options.carry ? carried : null,
        explain: options.explain,
      });
    },
  };
}

/** The refusal of an input line that is no text to begin with. */
export function unreadable(fault: Fault): RefusalJson {
  return refusalJson(null, claimInvalid([fault]));
}

interface Keeping {
  readonly carried: Map<string, number> | null;
  readonly explain: boolean;
}

function settleJson(json: unknown, book: PackBook, { carried, explain }: Keeping): Answer {
  const claimId = claimIdOf(json);
  const parsed = parseClaim(json);
  if (!parsed.ok) return refusalJson(claimId, claimInvalid(parsed.faults));
  const { claim } = parsed;
  const key = (id: string, period: string): string =>
    `${claim.plan}\n${claim.person.psnNo}\n${period}\n${id}`;
  const facts: Facts = { before: (id, period) => carried?.get(key(id, period)) ?? 0 };
  try {
    const answer = settle(claim, facts, book.rulesOn(claim.plan, claim.serviceDate), { explain });
    if (!answer.ok) return refusalJson(claimId, answer.refusal);
    if (carried !== null) {
      for (const { id, period, after } of answer.settlement.movements) carried.set(key(id, period), after);
    }
    return resultJson(answer.settlement);
  } catch (error) {
    if (!(error instanceof Bug)) throw error;
    const message = "程序内部错误，本笔未结算，请联系软件供应商";
    return {
      claimId,
      ok: false,
      error: { code: "INTERNAL_ERROR", message, details: { bug: error.message } },
    };
  }
}

/** The id to answer under, even when the rest of the claim cannot be taken. */
function claimIdOf(json: unknown): string | null {
  if (json === null || typeof json !== "object" || !("claimId" in json)) return null;
  return typeof json.claimId === "string" ? json.claimId.slice(0, 64) : null;
}
