import { present } from "../base/assert.ts";
import { canonicalJson } from "../base/canonical-json.ts";
import type { Fen } from "../base/money.ts";
import { addFen, minFen, subtractFen } from "../base/money.ts";
import { keptClaim } from "../ledger/kept-claim.ts";
import { traceCodesOf } from "../ledger/trace-rules.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import { refund as settleRefund } from "../settle/reverse.ts";
import type { Settlement } from "../settle/settlement.ts";
import { splitOf } from "../settle/settlement.ts";
import type { SettlementRecord } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { askedOf, storedFor } from "./commit.ts";
import type { Ground } from "./ground.ts";
import { accept } from "./ground.ts";
import { factsOf, takeIn } from "./intake.ts";
import type { Intake } from "./intake.ts";
import { committedOf } from "./read-settlement.ts";
import type { Reversible } from "./reverse.ts";
import { reversible, writeReversal } from "./reverse.ts";
import type { Refunded, RefundRequest, Result } from "./terminal.ts";
import type { Draft } from "./write-settlement.ts";
import { writeSettlement } from "./write-settlement.ts";

/** Gives some items back: the whole is reversed and what is kept settled anew, together or not at all (domain §6). */
export function refund(ground: Ground, request: RefundRequest): Result<Refunded> {
  const written = ground.store.write(() => refundInside(ground, request));
  if (!written.ok) return written;
  const reversal = committedOf(ground, written.value);
  const original = present(written.value.reverses, "what a refund reverses");
  const kept = ground.store.settlements.remainderOf(original);
  const remainder = kept === undefined ? null : committedOf(ground, kept);
  const net =
    remainder === null
      ? reversal.settlement.split
      : splitOf((name) => addFen(reversal.settlement.split[name], remainder.settlement.split[name]));
  return accept({ reversal, remainder, net });
}

function refundInside(ground: Ground, request: RefundRequest): Result<SettlementRow> {
  const items = request.items.map(({ id, qty }) => [id, qty]);
  const asked = askedOf(ground, request, `refund\n${request.settlementId}\n${canonicalJson(items)}`);
  const known = storedFor(ground, asked);
  if (known !== null) return accept(known);
  const found = reversible(ground, request.settlementId, asked);
  if (!found.ok) return found;
  const { stored } = found.value;
  const kept = keptClaim(stored.json, stored.claim, request.items);
  if (!kept.ok) return { ok: false, refusal: claimInvalid(kept.faults) };
  const intake = kept.claim === null ? null : takeIn(ground, { claim: kept.claim });
  if (intake !== null && !intake.ok) return intake;
  const rules = present(ground.books.rulesOf(stored.row), "the rules of a settlement");
  const facts = factsOf(ground, stored.row.person_key, stored.row.plan);
  const settled = settleRefund(stored.settlement, intake?.value.claim ?? null, {
    facts,
    rules,
    explain: false,
  });
  if (!settled.ok) return settled;
  const reversal = writeReversal(ground, found.value, { request, asked, mirrored: settled.reversal });
  if (settled.remainder !== null) {
    const what = { intake: present(intake?.value, "what is kept"), settlement: settled.remainder };
    writeSettlement(ground, remainderDraft(ground, found.value, { ...what, request }));
  }
  return accept(reversal);
}

function remainderDraft(
  ground: Ground,
  { stored, nowMs }: Reversible,
  what: { readonly intake: Intake; readonly settlement: Settlement; readonly request: RefundRequest },
): Draft {
  const { row } = stored;
  const { claim, text, mark } = what.intake;
  const remainder = `${what.request.idempotencyKey}\nremainder`;
  return {
    kind: "sale",
    settlement: what.settlement,
    personKey: row.person_key,
    plan: row.plan,
    medType: row.medical_type,
    serviceDate: row.service_date,
    supplementSha256: row.supplement_sha256,
    claimText: text,
    named: [],
    reverses: null,
    replaces: row.number,
    idempotencyKey: ground.vault.lookup("idempotency", remainder),
    requestHash: ground.vault.lookup("request", `remainder\n${mark}`),
    msgid: null,
    actor: what.request.actor,
    tenders: sameTenders(stored.record, what.settlement.split.cash),
    traceCodes: traceCodesOf(claim),
    nowMs,
  };
}

/** The cash that stays was paid as before: the first tenders first, as far as they reach. */
function sameTenders({ tenders: before }: SettlementRecord, cash: Fen): Draft["tenders"] {
  const kept: Draft["tenders"][number][] = [];
  let left = cash;
  for (const [at, { kind, amount_fen: paid }] of before.entries()) {
    // The last one takes what is left: a remainder can need more cash than before when a cap was in play.
    const amount = at === before.length - 1 ? left : minFen(left, paid);
    if (amount > 0) kept.push({ kind, amount });
    left = subtractFen(left, amount);
  }
  return kept;
}
