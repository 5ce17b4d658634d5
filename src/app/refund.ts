import { present } from "../base/assert.ts";
import { canonicalJson } from "../base/canonical-json.ts";
import { zeroFen } from "../base/money.ts";
import { keptClaim } from "../ledger/kept-claim.ts";
import { settleCash } from "../settle/cash-sale.ts";
import type { Claim } from "../settle/claim.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import { reverse as mirror, refund as settleRefund } from "../settle/reverse.ts";
import type { Settlement, Split } from "../settle/settlement.ts";
import { splitOf } from "../settle/settlement.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { lessSplit, sumSplits } from "../upload/accepted-split.ts";
import { overdraft } from "./accounts.ts";
import type { Paid } from "./adjustments.ts";
import { paidOf } from "./adjustments.ts";
import type { Asked } from "./commit.ts";
import { askedOf, storedFor } from "./commit.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { factsOf, takeIn } from "./intake.ts";
import type { Intake } from "./intake.ts";
import { asReadNow, lineNow } from "./line-state.ts";
import type { Stored } from "./read-settlement.ts";
import { committedOf } from "./read-settlement.ts";
import type { Reversible } from "./reverse.ts";
import { reversible, writeReversal } from "./reverse.ts";
import { ofClaim } from "./sale-draft.ts";
import { backOf, sameTenders } from "./tenders.ts";
import type { Refunded, RefundPreview, RefundRequest, Refused, Result } from "./terminal.ts";
import type { Draft } from "./write-settlement.ts";
import { writeSettlement } from "./write-settlement.ts";

/** Gives some items back: the whole is reversed and what is kept settled anew, together or not at all (domain §6). */
export function refund(ground: Ground, request: RefundRequest): Result<Refunded> {
  const written = ground.store.write(() => refundInside(ground, request));
  if (!written.ok) return written;
  const reversal = committedOf(ground, written.value);
  const original = present(written.value.reverses, "what a refund reverses");
  const kept = ground.store.settlements.remainderOf(original);
  // A reversal of the whole may have been undone since: what took its place then is no remainder.
  const isRemainder = kept?.idempotency_key.equals(remainderKey(ground, request)) === true;
  const remainder = kept === undefined || !isRemainder ? null : committedOf(ground, kept);
  const both = [reversal, ...(remainder === null ? [] : [remainder])];
  return accept({ reversal, remainder, net: sumSplits(both.map(({ settlement }) => settlement.split)) });
}

function refundInside(ground: Ground, request: RefundRequest): Result<SettlementRow> {
  const items = request.items.map(({ id, qty }) => [id, qty]);
  const asked = askedOf(ground, request, `refund\n${request.settlementId}\n${canonicalJson(items)}`);
  const known = storedFor(asked);
  if (known !== null) return accept(known);
  const planned = planRefund(ground, request, asked);
  if (!planned.ok) return planned;
  const { found, intake, settled, previewHash } = planned.value;
  if ((request.previewHash ?? previewHash) !== previewHash)
    return decline("PREVIEW_STALE", "各基金净额与确认时不同（累计已变动），请按新的净额重新确认", {});
  const { settlement: replaced, row } = found.stored;
  const kept =
    settled.remainder === null
      ? null
      : { intake: present(intake, "what is kept"), settlement: settled.remainder };
  const about = kept === null ? null : { ...kept, personKey: row.person_key, replaced };
  // What is kept is a sale like any other; that of a cash sale is none of the centre's.
  const isForCentre = about !== null && row.mode === "insured";
  const line = lineNow(ground);
  const refusal = isForCentre ? line.refusal(about) : null;
  if (refusal !== null) return { ok: false, refusal };
  const reversal = writeReversal(ground, found, { request, asked, mirrored: settled.reversal });
  if (kept !== null) {
    const remainder = writeSettlement(ground, remainderDraft(ground, found, { ...kept, request }));
    if (isForCentre) line.mark(about, remainder);
  }
  return accept(reversal);
}

/** What a refund would bring, with nothing written. */
export function refundPreview(
  ground: Ground,
  request: Pick<RefundRequest, "settlementId" | "items">,
): Result<RefundPreview> {
  const nobody = Buffer.alloc(0);
  const planned = planRefund(ground, request, { key: nobody, hash: nobody, msgid: null, held: null });
  if (!planned.ok) return planned;
  const { settled, net, previewHash } = planned.value;
  const remainder = settled.remainder?.split ?? null;
  return accept({
    remainder,
    net,
    back: backOf(planned.value.paid, remainder?.cash ?? zeroFen),
    previewHash,
  });
}

interface Plan {
  readonly found: Reversible;
  readonly intake: Intake | null;
  readonly settled: Extract<Settled, { readonly ok: true }>;
  /** Of the whole, as it was adjusted since: what is taken back. */
  readonly paid: Paid;
  readonly net: Split;
  /** Changes whenever the money would. */
  readonly previewHash: string;
}

function planRefund(
  ground: Ground,
  request: Pick<RefundRequest, "settlementId" | "items">,
  asked: Asked,
): Result<Plan> {
  const found = reversible(ground, request.settlementId, asked);
  if (!found.ok) return found;
  const { stored } = found.value;
  const kept = keptClaim(stored.json, stored.claim, request.items);
  if (!kept.ok) return { ok: false, refusal: claimInvalid(kept.faults) };
  const intake = kept.claim === null ? null : takeIn(ground, { claim: kept.claim });
  if (intake !== null && !intake.ok) return intake;
  const settled = settleKept(ground, stored, intake?.value.claim ?? null);
  if (!settled.ok) return settled;
  const paid = paidOf(ground, stored.record);
  if (settled.remainder !== null) {
    const { draws } = settled.remainder;
    const { claim, personKey } = present(intake?.value, "what is kept");
    const refusal = overdraft(ground, { claim, personKey, draws, givenBack: paid.draws });
    if (refusal !== null) return { ok: false, refusal };
  }
  const { remainder } = settled;
  const nothing = splitOf(() => zeroFen);
  const net = lessSplit(remainder?.split ?? nothing, paid.split);
  const text = canonicalJson([request.settlementId, net, remainder?.split ?? null]);
  const previewHash = ground.vault.lookup("request", `refund preview\n${text}`).toString("hex");
  return accept({ found: found.value, intake: intake?.value ?? null, settled, paid, net, previewHash });
}

type Settled =
  | { readonly ok: true; readonly reversal: Settlement; readonly remainder: Settlement | null }
  | { readonly ok: false; readonly refusal: Refused };

/** The whole mirrored and what is kept settled as it was before: of a cash sale in cash, else by its own rules. */
function settleKept(ground: Ground, { row, settlement }: Stored, kept: Claim | null): Settled {
  const facts = factsOf(ground, row.person_key, row.plan);
  // What is kept is settled now: it is the line of now that says how open points are read.
  const rules = asReadNow(ground, ground.books.rulesOf({ ...row, notes: "" }));
  if (row.mode === "insured")
    return settleRefund(settlement, kept, {
      facts,
      rules: present(rules, "the rules of a settlement"),
      explain: false,
    });
  const reversal = mirror(settlement, facts);
  const remainder = kept === null ? null : settleCash(kept, rules, { explain: false });
  return { ok: true, reversal, remainder };
}

function remainderDraft(
  ground: Ground,
  { stored, nowMs }: Reversible,
  what: { readonly intake: Intake; readonly settlement: Settlement; readonly request: RefundRequest },
): Draft {
  const { row } = stored;
  const { mark } = what.intake;
  return {
    ...ofClaim(ground, what.intake),
    mode: row.mode,
    settlement: what.settlement,
    supplementSha256: row.supplement_sha256,
    named: [],
    replaces: row.number,
    idempotencyKey: remainderKey(ground, what.request),
    requestHash: ground.vault.lookup("request", `remainder\n${mark}`),
    msgid: null,
    actor: what.request.actor,
    tenders: sameTenders(paidOf(ground, stored.record).tenders, what.settlement.split.cash),
    nowMs,
  };
}

/** What is kept stands under a key of its own. */
function remainderKey({ vault }: Ground, { idempotencyKey }: RefundRequest): Buffer {
  return vault.lookup("idempotency", `${idempotencyKey}\nremainder`);
}
