import { accept, decline } from "../app/ground.ts";
import type { Committed, Result } from "../app/terminal.ts";
import { sameMoney } from "../ledger/same-money.ts";
import { reverse as mirror } from "../settle/reverse.ts";
import { usedCode } from "./adjudicate.ts";
import type { Bench } from "./bench.ts";
import { committedOf, factsOf, find, settleAgain } from "./bench.ts";
import { dependentsNow } from "./later-dependents.ts";
import { readStored } from "./settlement-body.ts";
import { overdraft, write } from "./write-settlement.ts";

/** Which settlement, by which message. */
interface TakingBack {
  readonly settlementId: string;
  readonly msgid: string;
}

/** A settlement of this institution, taken back whole. */
export function reverse(bench: Bench, { settlementId, msgid }: TakingBack): Result<Committed> {
  const row = find(bench, "id", settlementId);
  if (row === null || row.institution !== bench.institution.code)
    return decline("SETTLEMENT_NOT_FOUND", "中心没有这笔结算，请核对结算编号", {});
  const known = find(bench, "msgid", msgid);
  if (known?.reverses === row.number) return accept(committedOf(bench, known));
  if (row.kind === "reversal") return decline("NOT_SUPPORTED", "冲正记录不能再冲正，请重新结算", {});
  if (row.reversed_by !== null) return decline("ALREADY_REVERSED", "这笔结算已经冲正", {});
  const stored = readStored(row);
  const facts = factsOf(bench, row.plan);
  const settlements = dependentsNow(bench, stored, facts);
  if (settlements.length > 0)
    return decline("LATER_SETTLEMENTS_DEPEND", "其后的结算依赖这笔结算，请从最后一笔起依次冲正", {
      settlements,
    });
  bench.changes.freed.push(row.number);
  const { json, claim } = stored;
  const settlement = mirror(stored.settlement, facts);
  const { supplement_sha256: supplementSha256, visit_id: visitId } = row;
  const draft = { json, claim, settlement, supplementSha256, visitId, msgid };
  return accept(write(bench, { ...draft, reverses: row, replaces: null }));
}

/** A reversal undone: the original settled again, where it still comes out the same. */
export function restore(bench: Bench, { settlementId, msgid }: TakingBack): Result<Committed> {
  const reversal = find(bench, "id", settlementId);
  if (reversal?.reverses === undefined || reversal.reverses === null)
    return decline("SETTLEMENT_NOT_FOUND", "中心没有这笔撤销，请核对编号", {});
  if (find(bench, "replaces", String(reversal.reverses)) !== null)
    return decline("ALREADY_REVERSED", "该撤销之后已有结算取代原结算", {});
  const original = find(bench, "number", String(reversal.reverses));
  if (original === null) return decline("SETTLEMENT_NOT_FOUND", "中心没有原结算", {});
  const { json, claim, settlement: before } = readStored(original);
  const facts = factsOf(bench, original.plan);
  const again = settleAgain(bench, { row: original, claim, facts });
  if (again === null || !sameMoney(again, before))
    return decline("PREVIEW_STALE", "撤销之后累计已变动，不能恢复为原结算，请按原单重新结算", {});
  const judged = { json, claim, settlement: again, supplementSha256: original.supplement_sha256 };
  const refusal = usedCode(bench, claim) ?? overdraft(bench, judged);
  if (refusal !== null) return { ok: false, refusal };
  return accept(
    write(bench, { ...judged, msgid, visitId: original.visit_id, reverses: null, replaces: original }),
  );
}
