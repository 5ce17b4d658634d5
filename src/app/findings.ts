import { z } from "zod";

import { present } from "../base/assert.ts";
import { fen, negateFen } from "../base/money.ts";
import type { Split } from "../settle/settlement.ts";
import { splitNames, splitOf } from "../settle/settlement.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { acceptedSplit, lessSplit } from "../upload/accepted-split.ts";
import type { Difference } from "../upload/compare-split.ts";
import { adjust, splitPaid } from "./adjustments.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { addMark } from "./statement-marks.ts";
import type { Actor, Result } from "./terminal.ts";

/** Something between desk and centre that people have to see. */
export interface Finding {
  readonly msgid: string;
  readonly settlementId: string;
  readonly kind: "rejected" | "different";
  readonly code: string;
  readonly message: string;
  readonly differences: readonly Difference[];
  readonly foundAt: string;
  /** The reversal by which the desk took back what the centre rejected, or has otherwise; null: somebody has to. */
  readonly reversedBy: string | null;
  readonly accepted: { readonly at: string; readonly operator: string } | null;
}

const amount = z.int().transform((value) => fen(value));
const findingShape = z.object({
  msgid: z.string(),
  settlementId: z.string(),
  kind: z.enum(["rejected", "different"]),
  code: z.string(),
  message: z.string(),
  differences: z.array(z.object({ name: z.enum(splitNames), here: amount, there: amount })).readonly(),
  foundAt: z.string(),
  reversedBy: z.string().nullable(),
  accepted: z.object({ at: z.string(), operator: z.string() }).nullable(),
});

/** By which findings are listed. */
const openFindings = "line: open findings";
const closedFindings = "line: closed findings";

/** What is not settled between desk and centre, the newest last. */
export function openFindingsOf(ground: Ground, limit: number): readonly Finding[] {
  return doorStateOf(ground)
    .statesOf(openFindings, limit)
    .map(({ value }) => findingShape.parse(value));
}

export function findingOf(ground: Ground, msgid: string): Finding | null {
  const kept = doorStateOf(ground).readState("finding", msgid);
  return kept === undefined ? null : findingShape.parse(kept);
}

/** Keeps a finding; one of a settlement that has been taken back since waits for nobody. Call inside `store.write`. */
export function keepFinding(ground: Ground, finding: Finding, row: SettlementRow): void {
  put(ground, finding);
  const reversal = ground.store.settlements.reversalOf(row.number);
  if (reversal !== undefined) closeByReversal(ground, row, reversal);
}

function put(ground: Ground, finding: Finding): void {
  const isClosed = finding.accepted !== null || (finding.kind === "different" && finding.reversedBy !== null);
  const owner = isClosed ? closedFindings : openFindings;
  doorStateOf(ground).keepState("finding", finding.msgid, finding, owner);
}

/**
 * What the centre has otherwise and nobody accepted was taken back: nothing is left to be settled with the person. Both
 * are told as the centre has them. Call inside `store.write`.
 *
 * @source domain §6: the cashier accepts it or reverses
 */
export function closeByReversal(ground: Ground, row: SettlementRow, reversal: SettlementRow): void {
  const finding = findingOf(ground, row.msgid);
  if (finding?.kind !== "different" || finding.accepted !== null || finding.reversedBy !== null) return;
  put(ground, { ...finding, reversedBy: reversal.id });
  const here = splitPaid(ground, row);
  const there = acceptedSplit(here, finding.differences, row.kind === "reversal");
  // What does not add up is told as it is here, and looked into when the day is closed.
  if (there === null) return;
  const { operator, pharmacist, desk } = reversal;
  const about = { cause: "amount" as const, actor: { operator, pharmacist, desk } };
  const delta = lessSplit(there, here);
  addMark(ground, row, { ...about, mark: { delta } });
  addMark(ground, reversal, { ...about, mark: { delta: splitOf((name) => negateFen(delta[name])) } });
}

/**
 * The amounts that a centre is expected to tell of a settlement: as they were paid; of what takes back a settlement that
 * the centre has otherwise, the mirror of what it has.
 */
export function expectedThere(ground: Ground, row: SettlementRow): Split {
  const here = splitPaid(ground, row);
  if (row.reverses === null) return here;
  const original = present(ground.store.settlements.byNumber(row.reverses), "original");
  const finding = findingOf(ground, original.msgid);
  if (finding?.kind !== "different" || finding.accepted !== null) return here;
  const there = new Map(finding.differences.map((one) => [one.name, negateFen(one.there)]));
  return splitOf((name) => there.get(name) ?? here[name]);
}

/**
 * Whether the centre took back the very amounts of these books, though it had told others of the sale: its answer was
 * wrong, not its books. Then both are told as they are here again. Call inside `store.write`.
 *
 * @param row  the reversal
 * @param differences  of the centre's answer from `expectedThere`
 */
export function isAsHereAfterAll(
  ground: Ground,
  row: SettlementRow,
  differences: readonly Difference[],
  actor: Actor,
): boolean {
  if (row.reverses === null) return false;
  const [here, expected] = [splitPaid(ground, row), expectedThere(ground, row)];
  const told = new Map(differences.map(({ name, there }) => [name, there]));
  if (splitNames.some((name) => (told.get(name) ?? expected[name]) !== here[name])) return false;
  const original = present(ground.store.settlements.byNumber(row.reverses), "original");
  const finding = present(findingOf(ground, original.msgid), "what was told of the sale");
  // What did not add up was not told either.
  if (acceptedSplit(splitPaid(ground, original), finding.differences, false) === null) return true;
  const delta = lessSplit(here, expected);
  const about = { cause: "amount" as const, actor };
  addMark(ground, row, { ...about, mark: { delta } });
  addMark(ground, original, { ...about, mark: { delta: splitOf((name) => negateFen(delta[name])) } });
  return true;
}

/** The cashier takes the centre's split: the difference is theirs to settle with the person. */
export function acceptDifference(
  ground: Ground,
  { msgid, actor }: { readonly msgid: string; readonly actor: Actor },
): Result<Finding> {
  return ground.store.write(() => {
    const finding = findingOf(ground, msgid);
    if (finding === null) return decline("SETTLEMENT_NOT_FOUND", "这笔结算与中心没有待处理的差异", { msgid });
    if (finding.accepted !== null) return accept(finding);
    const row = present(ground.store.settlements.byId(finding.settlementId), "the settlement of a finding");
    const taken =
      finding.kind === "different" ? acceptAmounts(ground, row, finding.differences, actor) : null;
    if (taken?.ok === false) return taken;
    return accept(markAccepted(ground, finding, actor));
  });
}

/** Pays a settlement as the centre has it, and closes what was found of it. Call inside `store.write`. */
export function acceptThere(
  ground: Ground,
  row: SettlementRow,
  { differences, actor }: { readonly differences: readonly Difference[]; readonly actor: Actor },
): Result<null> {
  const taken = acceptAmounts(ground, row, differences, actor);
  if (!taken.ok) return taken;
  const finding = findingOf(ground, row.msgid);
  if (finding !== null && finding.accepted === null) markAccepted(ground, finding, actor);
  return taken;
}

function acceptAmounts(
  ground: Ground,
  row: SettlementRow,
  differences: readonly Difference[],
  actor: Actor,
): Result<null> {
  const reversal = ground.store.settlements.reversalOf(row.number);
  if (reversal !== undefined)
    return decline("ALREADY_REVERSED", "这笔结算已经冲正，差异随之了结，不必再认账", {
      reversedBy: reversal.id,
    });
  const there = acceptedSplit(splitPaid(ground, row), differences, row.kind === "reversal");
  if (there === null)
    return decline(
      "CENTRE_AMOUNTS_WRONG",
      "中心告知的各项金额相互不平，不能认账；请撤销这笔结算或联系经办机构",
      {
        settlementId: row.id,
      },
    );
  return adjust(ground, row, { there, actor });
}

function markAccepted(ground: Ground, finding: Finding, actor: Actor): Finding {
  const at = shanghaiTime(ground.clock.nowMs());
  const accepted: Finding = { ...finding, accepted: { at, operator: actor.operator } };
  put(ground, accepted);
  const content = JSON.stringify([finding.kind, finding.differences]);
  appendAudit(ground, { at, action: "acceptDifference", subject: finding.settlementId, actor, content });
  return accepted;
}
