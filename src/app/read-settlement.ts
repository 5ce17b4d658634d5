import { z } from "zod";

import { assert, present } from "../base/assert.ts";
import type { ClaimJson } from "../ledger/kept-claim.ts";
import { formatResettleCode } from "../ledger/resettle-code.ts";
import { settlementText } from "../ledger/same-money.ts";
import type { Claim } from "../settle/claim.ts";
import { parseClaim } from "../settle/claim.ts";
import { reverse } from "../settle/reverse.ts";
import type { Note, Settlement } from "../settle/settlement.ts";
import { noteOrder, splitOf } from "../settle/settlement.ts";
import type { Facts } from "../settle/tally.ts";
import type { SettlementRecord } from "../store/records.ts";
import { recordOf } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { StoreError } from "../store/store-error.ts";
import { paidOf } from "./adjustments.ts";
import type { Ground } from "./ground.ts";
import { engineVersion } from "./ground.ts";
import { settleAgain } from "./settle-again.ts";
import { columnOf } from "./split-columns.ts";
import type { Committed } from "./terminal.ts";

const sealedShape = z.object({
  claim: z.custom<ClaimJson>(isFields).optional(),
  facts: z.array(z.tuple([z.string(), z.string(), z.number()])),
});
/** Whether it is an object: what is in it is for the claim's own reading. */
function isFields(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const notesShape = z.array(z.enum(noteOrder));

/** A settlement as the ledger holds it: its rows put together again, with the claim and the facts it was made from. */
export interface Stored {
  readonly row: SettlementRow;
  readonly record: SettlementRecord;
  readonly settlement: Settlement;
  readonly json: ClaimJson;
  readonly claim: Claim;
  readonly facts: Facts;
}

/** Reads a settlement. @throws StoreError when its sealed part is damaged */
export function readStored(ground: Ground, record: SettlementRecord): Stored {
  const { row } = record;
  const sealed = unseal(ground, row);
  const json = row.reverses === null ? present(sealed.claim, "claim") : claimBehind(ground, row);
  const parsed = parseClaim(json);
  assert(parsed.ok, `the claim of settlement ${row.id} no longer parses`);
  const held = new Map(sealed.facts.map(([id, period, value]) => [`${period} ${id}`, value]));
  const facts: Facts = { before: (id, period) => held.get(`${period} ${id}`) ?? 0 };
  const { claim } = parsed;
  return { row, record, settlement: assemble(record, claim.claimId), json, claim, facts };
}

/** The claim that a settlement was made from, or of a reversal that of its original, as it was received. */
export function claimBehind(
  ground: Pick<Ground, "store" | "vault">,
  row: Pick<SettlementRow, "id" | "sealed" | "reverses">,
): ClaimJson {
  if (row.reverses === null) return present(unseal(ground, row).claim, "claim");
  const original = present(ground.store.settlements.byNumber(row.reverses), "original");
  return present(unseal(ground, original).claim, "claim");
}

/** A settlement as the verbs give it, with the explanation computed anew from the same claim, facts and rules. */
export function committedOf(ground: Ground, row: SettlementRow): Committed {
  const stored = readStored(ground, recordOf(ground.store, row));
  const { settlements, messages } = ground.store;
  const settlement = explained(ground, stored);
  const { split, draws, isAdjusted } = paidOf(ground, stored.record);
  const fresh = freshlyCommitted(row, {
    settlement: isAdjusted ? { ...settlement, split, draws } : settlement,
    psnNo: stored.claim.person.psnNo,
  });
  return {
    ...fresh,
    isAdjusted,
    reverses: row.reverses === null ? null : (settlements.byNumber(row.reverses)?.id ?? null),
    reversedBy: settlements.reversalOf(row.number)?.id ?? null,
    messageState: messages.of(row.number)?.state ?? fresh.messageState,
  };
}

/** The same of a sale that was written this moment: nothing has happened to it yet. */
export function freshlyCommitted(
  row: SettlementRow,
  { settlement, psnNo }: Pick<Committed, "settlement" | "psnNo">,
): Committed {
  return {
    settlementId: row.id,
    number: row.number,
    msgid: row.msgid,
    settlement,
    committedAt: row.committed_at,
    psnNo,
    medType: row.medical_type,
    kind: row.kind,
    mode: row.mode,
    resettleCode: row.mode === "cash" && row.kind === "sale" ? formatResettleCode(row.number) : null,
    isAdjusted: false,
    reverses: null,
    reversedBy: null,
    messageState: row.mode === "cash" ? "none" : "pending",
  };
}

function explained(ground: Ground, stored: Stored): Settlement {
  const again = computeAgain(ground, stored);
  if (again !== null && settlementText(again) === settlementText(stored.settlement)) return again;
  // A later program may explain in other words; amounts are always those of the ledger. The same program comes to the
  // same amounts: where it does not, the rows are no longer what was written.
  if (stored.row.engine_version !== engineVersion) return stored.settlement;
  throw new StoreError("DAMAGED", `结算 ${stored.row.id} 的记录与重算不符，已损坏；请运行 onestop verify`);
}

function computeAgain(ground: Ground, stored: Stored): Settlement | null {
  const { row, facts } = stored;
  if (row.reverses === null) {
    return settleAgain(ground, stored, { facts, explain: true });
  }
  const original = present(ground.store.settlements.byNumber(row.reverses), "original");
  return { ...reverse(readStored(ground, recordOf(ground.store, original)).settlement, facts), steps: [] };
}

function unseal(
  ground: Pick<Ground, "vault">,
  row: Pick<SettlementRow, "id" | "sealed">,
): z.infer<typeof sealedShape> {
  return sealedShape.parse(JSON.parse(ground.vault.open("settlement", row.id, row.sealed)));
}

function assemble(record: SettlementRecord, claimId: string): Settlement {
  const { row } = record;
  const notes: readonly Note[] = notesShape.parse(JSON.parse(row.notes));
  const postings = record.postings.filter((posting) => posting.kind === "settlement");
  return {
    claimId,
    pack: row.pack,
    packSha256: row.pack_sha256,
    supplement: row.supplement,
    split: splitOf((name) => row[columnOf[name]]),
    lines: record.lines.map((line) => ({
      id: line.id,
      benefit: line.benefit,
      amount: line.amount_fen,
      ownPay: line.own_pay_fen,
      overLimit: line.over_limit_fen,
      selfPayFirst: line.self_pay_first_fen,
      inScope: line.in_scope_fen,
    })),
    benefits: record.funding.map((share) => ({
      id: share.benefit,
      total: share.total_fen,
      inScope: share.in_scope_fen,
      deductible: share.deductible_fen,
      basic: share.basic_fen,
      majorMedical: share.major_medical_fen,
      supplementary: share.supplementary_fen,
      assistance: share.assistance_fen,
    })),
    movements: postings.map((one) => ({
      id: one.accumulator,
      period: one.period,
      before: one.before_value,
      after: one.after_value,
    })),
    draws: record.accountMovements.map(({ member, relation, amount_fen: amount }) => ({
      member,
      relation,
      amount,
    })),
    steps: [],
    notes,
  };
}
