import type { Fen } from "../base/money.ts";
import { addFen, formatFen, zeroFen } from "../base/money.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { overdraft } from "./accounts.ts";
import { shanghaiDay } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Intake } from "./intake.ts";
import { previewOf, takeIn } from "./intake.ts";
import { judgeUnsold, selling } from "./judge.ts";
import { lineNow } from "./line-state.ts";
import { finishBill } from "./open-bills.ts";
import { committedOf, freshlyCommitted } from "./read-settlement.ts";
import { ofClaim } from "./sale-draft.ts";
import type { Committed, CommitRequest, Refused, Result } from "./terminal.ts";
import { writeSettlement } from "./write-settlement.ts";

/** What a caller asked for, under which key. */
export interface Asked {
  readonly key: Buffer;
  readonly hash: Buffer;
  readonly msgid: string | null;
  /** What is stored under the key already, as of the transaction under way. */
  readonly held: SettlementRow | null;
}

/** Settles a sale for good, once, in one durable transaction (domain §6). */
export function commit(ground: Ground, request: CommitRequest): Result<Committed> {
  const taken = takeIn(ground, request);
  if (!taken.ok) return taken;
  const { claim } = taken.value;
  const written = selling(ground, claim, () => commitInside(ground, request, taken.value));
  if (!written.ok) return written;
  const { row, settlement } = written.value;
  if (settlement === null) return accept(committedOf(ground, row));
  return accept(freshlyCommitted(row, { settlement, psnNo: claim.person.psnNo }));
}

interface Written {
  readonly row: SettlementRow;
  /** null when it was written before: then it is read back. */
  readonly settlement: Settlement | null;
}

/** The same inside a transaction that is under way. Call inside `selling`. @throws TraceCodeTakenError */
export function commitInside(ground: Ground, request: CommitRequest, intake: Intake): Result<Written> {
  const asked = askedBy(ground, request, intake.saleHash);
  const stored = storedFor(asked);
  if (stored !== null) return accept({ row: stored, settlement: null });
  const judged = judgeUnsold(ground, intake);
  if (!judged.ok) return judged;
  const settlement = judged.value;
  const now = openForCommit(ground, asked);
  if (!now.ok) return now;
  if (request.previewHash !== null) {
    const preview = previewOf(ground, intake, settlement);
    if (request.previewHash !== preview.previewHash)
      return decline("PREVIEW_STALE", "结果与确认时不同（累计已变动），请按新的结果重新确认", { preview });
  }
  const { claim, personKey } = intake;
  const line = lineNow(ground);
  const refusal =
    overdraft(ground, { claim, personKey, draws: settlement.draws, givenBack: [] }) ??
    tendersRefusal(request.tenders, settlement.split.cash) ??
    line.refusal({ personKey, settlement });
  if (refusal !== null) return { ok: false, refusal };
  const row = writeSettlement(ground, {
    ...ofClaim(ground, intake),
    mode: "insured",
    settlement,
    supplementSha256: settlement.supplement === null ? null : ground.books.supplementSha256,
    named: Object.keys(claim.accumulators ?? {}),
    replaces: null,
    idempotencyKey: asked.key,
    requestHash: asked.hash,
    msgid: request.msgid,
    actor: request.actor,
    tenders: request.tenders,
    nowMs: now.value,
  });
  line.mark({ personKey, settlement }, row);
  finishBill(ground, request);
  ground.claims.forget(intake.text);
  ground.settledBefore.forget(claim);
  return accept({ row, settlement });
}

type Keyed = Pick<CommitRequest, "idempotencyKey" | "msgid">;

/** Call inside `store.write`. @param text  everything that makes two requests under one key the same */
export function askedOf(ground: Ground, request: Keyed, text: string): Asked {
  return askedBy(ground, request, ground.vault.lookup("request", text));
}

function askedBy({ vault, store }: Ground, { idempotencyKey, msgid }: Keyed, hash: Buffer): Asked {
  const key = vault.lookup("idempotency", idempotencyKey);
  return { key, hash, msgid, held: store.settlements.byIdempotencyKey(key) ?? null };
}

/** The stored answer to the very same request. */
export function storedFor({ held, hash }: Asked): SettlementRow | null {
  return held?.request_hash.equals(hash) === true ? held : null;
}

/** Now, when the books are open for a new settlement under this key; else why not, in the order of domain §11. */
export function openForCommit({ store, clock }: Ground, asked: Asked): Result<number> {
  const now = clock.forCommit();
  if (!now.ok) return now;
  const day = shanghaiDay(now.value);
  if (store.dayCloses.isClosed(day)) return decline("DAY_CLOSED", `${day} 已日结，请在次日办理`, { day });
  if (asked.held !== null)
    return decline("IDEMPOTENCY_CONFLICT", "同一幂等键已用于另一笔业务，请换新的键", {});
  if (asked.msgid !== null && store.settlements.byMsgid(asked.msgid) !== undefined) {
    const { msgid } = asked;
    return decline("IDEMPOTENCY_CONFLICT", "该报文标识已用于另一笔业务，请换新的标识", { msgid });
  }
  return now;
}

/** Tenders, where told, are the cash part to the fen. */
export function tendersRefusal(tenders: CommitRequest["tenders"], cash: Fen): Refused | null {
  if (tenders.length === 0) return null;
  const sum = tenders.reduce((total, tender) => addFen(total, tender.amount), zeroFen);
  if (sum === cash && tenders.every((tender) => tender.amount >= 0)) return null;
  const reason = `收款合计 ${formatFen(sum)} 与应收现金 ${formatFen(cash)} 不符`;
  return claimInvalid([{ path: "tenders", value: formatFen(sum), reason }]);
}
