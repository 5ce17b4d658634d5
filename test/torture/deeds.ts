import { createHash } from "node:crypto";

import { formatFen } from "../../src/base/money.ts";
import type { Fen } from "../../src/base/money.ts";
import type { Committed, Refunded, Result, Terminal } from "../../src/app/terminal.ts";
import { actor, requestOf } from "../app/test-desk.ts";
import type { Random } from "../oracle/random.ts";

/** A line of a sale: each pack has a trace code of its own. */
export interface SoldLine {
  readonly id: string;
  readonly qty: number;
}

/** A sale that can be taken back. */
export interface Standing {
  readonly id: string;
  readonly lines: readonly SoldLine[];
}

/** What happens at the counter, as it is said aloud before it is tried: with its key it can be asked again. */
export type Deed =
  | {
      readonly does: "sale";
      readonly who: number;
      readonly prices: readonly string[];
      readonly qtys: readonly number[];
      readonly fromAccount: boolean;
      /** Told as paid in cash; null: nothing is told of tenders. */
      readonly cash: Fen | null;
    }
  | { readonly does: "reverse"; readonly id: string }
  | { readonly does: "refund"; readonly id: string; readonly items: readonly SoldLine[] };

/** What is remembered of an answer: the digest of its whole text, and what it says was written. */
export type Answer =
  | { readonly refused: string }
  | {
      readonly digest: string;
      readonly written: readonly Pick<Committed, "number" | "msgid">[];
      readonly ids: readonly string[];
    };

const people = 5;

/** Few people and large bills: the cap of the year is reached within a few sales, and reversals make room again. */
export function drawDeed(random: Random, standing: readonly Standing[]): Deed {
  const does = standing.length === 0 ? "sale" : random.pick(["sale", "sale", "sale", "reverse", "refund"]);
  if (does === "sale") {
    const lines = random.whole(1, 4);
    return {
      does,
      who: random.whole(1, people),
      prices: Array.from({ length: lines }, () => formatFen(random.whole(1, 60_000) as Fen)),
      qtys: Array.from({ length: lines }, () => random.whole(1, 3)),
      fromAccount: random.chance(0.3),
      cash: null,
    };
  }
  // The newest can mostly be taken back; an older one may have others that depend on it.
  const { id, lines } = standing.at(-random.whole(1, Math.min(4, standing.length))) ?? random.pick(standing);
  if (does === "reverse") return { does: "reverse", id };
  const line = random.pick(lines);
  return { does: "refund", id, items: [{ id: line.id, qty: random.whole(1, line.qty) }] };
}

/** Asks for a deed; the same key and deed make the same request. */
export function perform(terminal: Terminal, key: string, deed: Deed): Result<Committed> | Result<Refunded> {
  if (deed.does === "sale") return terminal.commit(saleOf(key, deed));
  const back = { settlementId: deed.id, idempotencyKey: key, msgid: null, actor };
  if (deed.does === "reverse") return terminal.reverse(back);
  return terminal.refund({ ...back, items: deed.items.map(({ id, qty }) => ({ id, qty: String(qty) })) });
}

/** The same deed with its cash told, as a cashier does after the preview. */
export function withCash(terminal: Terminal, key: string, deed: Deed): Deed {
  if (deed.does !== "sale") return deed;
  const preview = terminal.preview(saleOf(key, deed));
  return preview.ok ? { ...deed, cash: preview.value.settlement.split.cash } : deed;
}

/** The lines that a sale sells, by the ids of the sample claim. */
export function linesOf(deed: Deed & { readonly does: "sale" }): SoldLine[] {
  return deed.qtys.map((qty, at) => ({ id: `${at + 1}`, qty }));
}

/** What a sale has left of its lines when some packs went back. */
export function linesLeft(lines: readonly SoldLine[], back: readonly SoldLine[]): SoldLine[] {
  return lines
    .map(({ id, qty }) => ({ id, qty: qty - (back.find((one) => one.id === id)?.qty ?? 0) }))
    .filter(({ qty }) => qty > 0);
}

/** The settlements that an answer tells of. */
export function settlementsIn(value: Committed | Refunded): readonly Committed[] {
  if (!("reversal" in value)) return [value];
  return value.remainder === null ? [value.reversal] : [value.reversal, value.remainder];
}

export function answerOf(result: Result<Committed> | Result<Refunded>): Answer {
  if (!result.ok) return { refused: result.refusal.code };
  const written = settlementsIn(result.value);
  return {
    digest: digestOf(result.value),
    written: written.map(({ number, msgid }) => ({ number, msgid })),
    ids: written.map(({ settlementId }) => settlementId),
  };
}

/** The digest of an answer as it read when it was first given: a reversal since is named in it, nothing else may differ. */
export function digestOf(value: Committed | Refunded): string {
  const text = JSON.stringify(value, (name, part: unknown) => (name === "reversedBy" ? null : part));
  return createHash("sha256").update(text).digest("hex");
}

function saleOf(key: string, deed: Deed & { readonly does: "sale" }): ReturnType<typeof requestOf> {
  const items = deed.prices.map((price, at) => ({
    price,
    qty: String(deed.qtys[at]),
    traceCodes: Array.from({ length: deed.qtys[at] ?? 0 }, (_, pack) => `${key} ${at} ${pack}`),
  }));
  const account = { use: deed.fromAccount, balance: "200.00", family: [] };
  const tenders = deed.cash === null || deed.cash === 0 ? [] : [{ kind: "cash" as const, amount: deed.cash }];
  return requestOf(key, { person: { psnNo: `T${deed.who}` }, items, account }, { tenders });
}
