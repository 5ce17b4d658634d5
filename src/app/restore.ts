import { present } from "../base/assert.ts";
import { sameMoney } from "../ledger/same-money.ts";
import { recordOf } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { overdraft } from "./accounts.ts";
import { askedOf, openForCommit, storedFor } from "./commit.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { takeIn } from "./intake.ts";
import { judge } from "./judge.ts";
import { lineNow } from "./line-state.ts";
import type { Stored } from "./read-settlement.ts";
import { committedOf, readStored } from "./read-settlement.ts";
import { ofClaim } from "./sale-draft.ts";
import type { Committed, Result, ReverseRequest } from "./terminal.ts";
import { writeSettlement } from "./write-settlement.ts";

/**
 * Undoes a reversal: never an edit, but the same claim settled again on its own day under its own rules. It must come out
 * as the reversed settlement did; where accumulators, accounts or trace codes no longer allow that, it is refused.
 *
 * @source 接口规范 2601：2103、2208、2305 可冲正；domain §6
 */
export function restore(ground: Ground, request: ReverseRequest): Result<Committed> {
  const written = ground.store.write(() => restoreInside(ground, request));
  return written.ok ? accept(committedOf(ground, written.value)) : written;
}

function restoreInside(ground: Ground, request: ReverseRequest): Result<SettlementRow> {
  const asked = askedOf(ground, request, `restore\n${request.settlementId}`);
  const known = storedFor(asked);
  if (known !== null) return accept(known);
  const now = openForCommit(ground, asked);
  if (!now.ok) return now;
  const found = undoable(ground, request);
  if (!found.ok) return found;
  const original = found.value;
  const { row } = original;
  // What the claim told of its person was true before the original: the ledger knows since.
  const told = Object.fromEntries(Object.entries(original.json).filter(([key]) => key !== "accumulators"));
  const taken = takeIn(ground, { claim: told });
  if (!taken.ok) return taken;
  const intake = { ...taken.value, rules: ground.books.rulesOf(row) };
  const settled = judge(ground, intake);
  if (!settled.ok) return settled;
  const settlement = settled.value;
  if (!sameMoney(settlement, original.settlement))
    return decline("PREVIEW_STALE", "撤销之后累计已变动，不能恢复为原结算，请按原单重新结算", {});
  const { claim, personKey } = intake;
  const about = { personKey, settlement };
  const line = lineNow(ground);
  const refusal =
    overdraft(ground, { claim, personKey, draws: settlement.draws, givenBack: [] }) ?? line.refusal(about);
  if (refusal !== null) return { ok: false, refusal };
  const tenders = original.record.tenders.map(({ kind, amount_fen: amount }) => ({ kind, amount }));
  const restored = writeSettlement(ground, {
    ...ofClaim(ground, intake),
    mode: "insured",
    settlement,
    supplementSha256: row.supplement_sha256,
    named: [],
    replaces: row.number,
    idempotencyKey: asked.key,
    requestHash: asked.hash,
    msgid: request.msgid,
    actor: request.actor,
    tenders,
    nowMs: now.value,
  });
  line.mark(about, restored);
  return accept(restored);
}

/** The original of a reversal whose place nothing has taken. */
function undoable(ground: Ground, { settlementId }: ReverseRequest): Result<Stored> {
  const { settlements } = ground.store;
  const reversal = settlements.byId(settlementId);
  if (reversal === undefined) return decline("SETTLEMENT_NOT_FOUND", "本机没有这笔结算，请核对结算编号", {});
  if (reversal.reverses === null)
    return decline("NOT_SUPPORTED", "这笔结算不是撤销，请用撤销交易", { settlementId });
  if (reversal.mode === "cash")
    return decline("NOT_SUPPORTED", "暂记收现的撤销不能恢复，请重新收费", { settlementId });
  const row = present(settlements.byNumber(reversal.reverses), "original");
  const successor = settlements.remainderOf(row.number);
  if (successor !== undefined)
    return decline("ALREADY_REVERSED", "该撤销之后已有结算取代原结算", { settlementId: successor.id });
  return accept(readStored(ground, recordOf(ground.store, row)));
}
