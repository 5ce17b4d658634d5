import type { Fen } from "../../base/money.ts";
import { addFen, zeroFen } from "../../base/money.ts";
import { recordOf } from "../../store/records.ts";
import type { SettlementRow } from "../../store/settlements.ts";
import type { Settlement, Step } from "../../settle/settlement.ts";
import { supplementaryManualOf } from "../../settle/result.ts";
import { lessSplit } from "../../upload/accepted-split.ts";
import { paidOf, splitPaid } from "../adjustments.ts";
import { unknownPsnNo } from "../cash-sale.ts";
import type { Ground } from "../ground.ts";
import { holderOf } from "../people.ts";
import type { Stored } from "../read-settlement.ts";
import { committedOf, readStored } from "../read-settlement.ts";
import type { PerTender } from "../supervision.ts";
import type { Tender } from "../terminal.ts";
import { maskName, maskNumber } from "./mask.ts";
import type { Slip, SlipLine } from "./slip.ts";
import { standingOf } from "./slip.ts";

/** What the slip of a settlement says, read from the ledger. @param copy  null: shown, not printed */
export function slipOf(ground: Ground, row: SettlementRow, copy: number | null): Slip {
  const committed = committedOf(ground, row);
  const stored = readStored(ground, recordOf(ground.store, row));
  const { settlement } = committed;
  const { claim } = stored;
  const { institution } = ground;
  const replaced = row.replaces === null ? undefined : ground.store.settlements.byNumber(row.replaces);
  const isKnown = committed.psnNo !== unknownPsnNo;
  return {
    standing: standingOf(committed, false),
    kind: committed.kind,
    copy,
    institution: {
      code: institution.code,
      name: institution.name,
      type: institution.type,
      level: institution.level,
    },
    person: personOf(ground, row, committed.psnNo),
    plan: { id: row.plan, name: ground.books.rulesOf(row)?.name ?? null },
    population: isKnown ? claim.person.population : null,
    status: isKnown ? claim.person.status : null,
    medType: committed.medType,
    serviceDate: row.service_date,
    lines: linesOf(stored, settlement),
    split: settlement.split,
    isAdjusted: committed.isAdjusted,
    draws: settlement.draws,
    // Where these stand the centre knows better than what the desk had computed.
    movements: committed.isAdjusted ? [] : settlement.movements,
    tenders: tendersOf(paidOf(ground, stored.record).tenders),
    notes: settlement.notes,
    supplement: settlement.supplement,
    manual: settlement.notes.includes("SUPPLEMENTARY_MANUAL")
      ? supplementaryManualOf(settlement.benefits)
      : null,
    net: replaced === undefined ? null : lessSplit(settlement.split, splitPaid(ground, replaced)),
    clauses: clausesOf(settlement.steps),
    pack: settlement.pack,
    settlementId: committed.settlementId,
    msgid: committed.msgid,
    resettleCode: committed.resettleCode,
    reverses: committed.reverses,
    replaces: replaced?.id ?? null,
    reversedBy: committed.reversedBy,
    operator: row.operator,
    pharmacist: row.pharmacist,
    desk: row.desk,
    committedAt: committed.committedAt,
  };
}

function personOf(ground: Ground, row: SettlementRow, psnNo: string): Slip["person"] {
  const holder = holderOf(ground, row.person_key);
  return {
    name: holder === null ? null : maskName(holder.name),
    psnNo: psnNo === unknownPsnNo ? null : maskNumber(psnNo),
    certNo: holder === null ? null : maskNumber(holder.certNo),
  };
}

/** A settlement has its lines in the order of the claim, line by line. */
function linesOf({ claim, record }: Stored, settlement: Settlement): readonly SlipLine[] {
  const items = new Map(claim.items.map((item) => [item.id, item]));
  const isReversal = record.row.reverses !== null;
  return settlement.lines.map((line): SlipLine => {
    const item = items.get(line.id);
    const { amount, ownPay, overLimit, selfPayFirst, inScope, benefit } = line;
    return {
      name: item?.name ?? line.id,
      code: item?.code ?? "",
      class: item?.class ?? "C",
      qty: item === undefined ? "" : `${isReversal ? "-" : ""}${item.qty.text}`,
      price: item?.price.text ?? "",
      amount,
      ownPay,
      overLimit,
      selfPayFirst,
      inScope,
      benefit,
      traceCodes: item?.traceCodes ?? [],
    };
  });
}

function tendersOf(paid: readonly Tender[]): PerTender | null {
  if (paid.length === 0) return null;
  const sumOf = (kind: Tender["kind"]): Fen =>
    paid.filter((one) => one.kind === kind).reduce<Fen>((sum, one) => addFen(sum, one.amount), zeroFen);
  return {
    cash: sumOf("cash"),
    bankCard: sumOf("bankCard"),
    wechat: sumOf("wechat"),
    alipay: sumOf("alipay"),
  };
}

/** Clauses that moved money, each once, in the order of the computation. */
function clausesOf(steps: readonly Step[]): readonly string[] {
  const moving: ReadonlySet<Step["stage"]> = new Set([
    "deductible",
    "basic",
    "majorMedical",
    "supplementary",
    "assistance",
    "accountLimit",
  ]);
  const named = steps.filter((step) => moving.has(step.stage) && step.rule !== null);
  return [...new Set(named.map((step) => step.clause))];
}
