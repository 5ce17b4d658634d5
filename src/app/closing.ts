import { z } from "zod";

import { fen } from "../base/money.ts";
import { causes } from "../recon/causes.ts";
import type { Difference } from "../recon/differences.ts";
import type { ComparedGroup } from "../recon/statement.ts";
import { splitNames } from "../settle/settlement.ts";
import type { ClosingRow } from "../store/closings.ts";
import { closingOutcomes, closingSteps } from "../store/closings.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";

/** How far the close of a day has come, and what it has found. */
export interface Closing extends Pick<ClosingRow, "day" | "step" | "outcome"> {
  readonly startedAt: string;
  readonly changedAt: string;
  /** Settlements that are told. */
  readonly count: number;
  /** Of what was told: where the ledger has gone on since, it is told anew. */
  readonly digest: string;
  readonly groups: readonly ComparedGroup[];
  readonly differences: readonly Difference[];
  /** Totals or rows that have no cause, in words; with one of these no day is closed. */
  readonly unnamed: readonly string[];
  /** Why the centre could not be asked; null: it was. */
  readonly failure: string | null;
}

const money = z.int().transform((value) => fen(value));
const amounts = { total: money, fundTotal: money, account: money };
const verdict = z.enum(["equal", "centreMore", "institutionMore", "different"]);
const group = { insutype: z.string(), clearingType: z.string(), office: z.string() };
const sums = z.object({ count: z.int(), ...amounts });
const entry = z.object({
  ...amounts,
  cash: money,
  ...group,
  settlementId: z.string(),
  isForeign: z.boolean(),
  told: z.string(),
  msgid: z.string(),
  visitId: z.string(),
  psnNo: z.string(),
  isRefund: z.boolean(),
  toldAsRefund: z.boolean(),
  reverses: z.string().nullable(),
  day: z.string(),
  state: z.enum(["pending", "sent", "confirmed", "rejected", "unknown"]),
  centreSettlementId: z.string().nullable(),
  isProvisional: z.boolean(),
});
const row = z.object({
  settlementId: z.string(),
  visitId: z.string(),
  psnNo: z.string(),
  msgid: z.string(),
  isRefund: z.boolean(),
  verdict,
  amounts: z.object(amounts).nullable(),
});
const split = z.partialRecord(z.enum(splitNames), money);
const difference = z.object({
  id: z.string(),
  cause: z.enum(causes),
  entry: entry.nullable(),
  row: row.nullable(),
  fact: z.object({ ...group, day: z.string(), split }).nullable(),
  delta: z.object(amounts),
  consequences: z.array(z.object({ settlementId: z.string(), delta: z.object(amounts) })),
});
const workShape = z.object({
  count: z.int(),
  digest: z.string(),
  groups: z.array(z.object({ ...group, sums, verdict, theirs: sums.nullable() })),
  differences: z.array(difference),
  unnamed: z.array(z.string()),
  failure: z.string().nullable(),
});
const rowShape = z.object({ step: z.enum(closingSteps), outcome: z.enum(closingOutcomes) });

/** By which its work lies, sealed, among the states of the door. */
const kind = "closing";

export function readClosing(ground: Ground, stored: ClosingRow): Closing {
  const { day, started_at: startedAt, changed_at: changedAt } = stored;
  const work = workShape.parse(doorStateOf(ground).readState(kind, day));
  return { day, startedAt, changedAt, ...rowShape.parse(stored), ...work };
}

/** Call inside `store.write`. */
export function writeClosing(ground: Ground, closing: Closing): void {
  const { day, step, outcome, startedAt, changedAt, ...work } = closing;
  doorStateOf(ground).keepState(kind, day, work);
  ground.store.closings.put({ day, step, outcome, started_at: startedAt, changed_at: changedAt });
}
