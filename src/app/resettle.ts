import { present } from "../base/assert.ts";
import { addFen, subtractFen } from "../base/money.ts";
import { readResettleCode } from "../ledger/resettle-code.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import { reverse as mirror } from "../settle/reverse.ts";
import type { Settlement } from "../settle/settlement.ts";
import { splitOf } from "../settle/settlement.ts";
import { recordOf } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { overdraft } from "./accounts.ts";
import { unknownPsnNo } from "./cash-sale.ts";
import { askedOf, storedFor } from "./commit.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Intake } from "./intake.ts";
import { factsOf, previewOf, takeIn } from "./intake.ts";
import { judge } from "./judge.ts";
import { lineNow } from "./line-state.ts";
import type { Stored } from "./read-settlement.ts";
import { committedOf, readStored } from "./read-settlement.ts";
import { paidOf } from "./adjustments.ts";
import { backOf, sameTenders } from "./tenders.ts";
import type { Reversible } from "./reverse.ts";
import { alreadyReversed, reversible, writeReversal } from "./reverse.ts";
import { ofClaim } from "./sale-draft.ts";
import type { ResettlePreview, ResettleQuestion, ResettleRequest, Resettled, Result } from "./terminal.ts";
import type { Draft } from "./write-settlement.ts";
import { writeSettlement } from "./write-settlement.ts";

/** A cash sale and the claim that it is settled by now. */
interface Asked {
  readonly stored: Stored;
  readonly intake: Intake;
}

/** What settling a cash sale would bring: the settlement, the net for each fund, what is handed back. */
export function resettlePreview(ground: Ground, question: ResettleQuestion): Result<ResettlePreview> {
  const sale = cashSaleOf(ground, question.code);
  if (!sale.ok) return sale;
  // Said before anybody is asked who they are.
  const refusal = alreadyReversed(ground, sale.value);
  if (refusal !== null) return { ok: false, refusal };
  const found = find(ground, question);
  if (!found.ok) return found;
  const { stored, intake } = found.value;
  const judged = judge(ground, intake, stored.row.number);
  return judged.ok ? accept(shown(ground, found.value, judged.value)) : judged;
}

/** Takes a cash sale back and settles its claim, on the service date and with the accumulators as they are now. */
export function resettle(ground: Ground, request: ResettleRequest): Result<Resettled> {
  const found = find(ground, request);
  if (!found.ok) return found;
  const written = ground.store.write(() => resettleInside(ground, request, found.value));
  if (!written.ok) return written;
  const reversal = committedOf(ground, written.value);
  const { settlements } = ground.store;
  const sale = found.value.stored.row;
  const settled = committedOf(ground, present(settlements.remainderOf(sale.number), "what was settled"));
  return accept({
    reversal,
    settled,
    net: splitOf((name) => addFen(reversal.settlement.split[name], settled.settlement.split[name])),
    back: backOf(paidOf(ground, found.value.stored.record), settled.settlement.split.cash),
  });
}

function cashSaleOf(ground: Ground, code: string): Result<SettlementRow> {
  const number = readResettleCode(code);
  if (number === null) return decline("RESETTLE_CODE_WRONG", "补结算码有误，请按小票核对后重新输入", {});
  const row = ground.store.settlements.byNumber(number);
  if (row?.mode !== "cash" || row.kind !== "sale")
    return decline("SETTLEMENT_NOT_FOUND", "本机没有这笔暂记收现，请核对补结算码和收费台", {});
  return accept(row);
}

function find(ground: Ground, { code, correction }: ResettleQuestion): Result<Asked> {
  const sale = cashSaleOf(ground, code);
  if (!sale.ok) return sale;
  const row = sale.value;
  const stored = readStored(ground, recordOf(ground.store, row));
  const before = stored.claim.person.psnNo;
  if (before === unknownPsnNo && correction?.person === undefined)
    return decline("PERSON_NOT_FOUND", "收现时不知参保人是谁，请先识别参保人再补结算", {});
  // What the claim told of accumulators was true then: the ledger knows since.
  const told = Object.entries(stored.json).filter(([key]) => key !== "accumulators");
  const taken = takeIn(ground, { claim: { ...Object.fromEntries(told), ...correction } });
  if (!taken.ok) return taken;
  const isKnown = ground.store.persons.sealed(row.person_key) !== undefined;
  if (isKnown && !taken.value.personKey.equals(row.person_key)) {
    const reason = "这笔收现属于另一位参保人";
    return { ok: false, refusal: claimInvalid([{ path: "person.psnNo", value: "", reason }]) };
  }
  return accept({ stored, intake: taken.value });
}

function resettleInside(ground: Ground, request: ResettleRequest, found: Asked): Result<SettlementRow> {
  const { stored, intake } = found;
  const asked = askedOf(ground, request, `resettle\n${stored.row.number}\n${intake.mark}`);
  const known = storedFor(asked);
  if (known !== null) return accept(known);
  const open = reversible(ground, stored.row.id, asked);
  if (!open.ok) return open;
  const judged = judge(ground, intake, stored.row.number);
  if (!judged.ok) return judged;
  const preview = shown(ground, found, judged.value);
  if (request.previewHash !== null && request.previewHash !== preview.previewHash)
    return decline("PREVIEW_STALE", "结果与确认时不同（累计已变动），请按新的结果重新确认", { preview });
  const { claim, personKey } = intake;
  const about = { personKey, settlement: judged.value };
  const line = lineNow(ground);
  const refusal =
    overdraft(ground, { claim, personKey, draws: judged.value.draws, givenBack: [] }) ?? line.refusal(about);
  if (refusal !== null) return { ok: false, refusal };
  const { row, settlement } = stored;
  const mirrored = mirror(settlement, factsOf(ground, row.person_key, row.plan));
  const back = { ...request, settlementId: row.id, msgid: null };
  const reversal = writeReversal(ground, open.value, { request: back, asked, mirrored });
  const settled = writeSettlement(
    ground,
    draftOf(ground, open.value, { intake, request, settlement: judged.value }),
  );
  line.mark(about, settled);
  return accept(reversal);
}

function draftOf(
  ground: Ground,
  { stored, nowMs }: Reversible,
  what: { readonly intake: Intake; readonly settlement: Settlement; readonly request: ResettleRequest },
): Draft {
  const { mark } = what.intake;
  const { settlement, request } = what;
  const key = `${request.idempotencyKey}\nresettled`;
  return {
    ...ofClaim(ground, what.intake),
    mode: "insured",
    settlement,
    supplementSha256: settlement.supplement === null ? null : ground.books.supplementSha256,
    named: [],
    replaces: stored.row.number,
    idempotencyKey: ground.vault.lookup("idempotency", key),
    requestHash: ground.vault.lookup("request", `resettled\n${mark}`),
    msgid: request.msgid,
    actor: request.actor,
    tenders: sameTenders(paidOf(ground, stored.record).tenders, settlement.split.cash),
    nowMs,
  };
}

function shown(ground: Ground, { stored, intake }: Asked, settlement: Settlement): ResettlePreview {
  const { row } = stored;
  return {
    ...previewOf(ground, intake, settlement),
    cashSale: committedOf(ground, row),
    net: splitOf((name) => subtractFen(settlement.split[name], stored.settlement.split[name])),
    back: backOf(paidOf(ground, stored.record), settlement.split.cash),
  };
}
