import type { Fen } from "../../base/money.ts";
import { addFen, subtractFen, zeroFen } from "../../base/money.ts";
import { recordOf } from "../../store/records.ts";
import type { SettlementRow } from "../../store/settlements.ts";
import type { TenderRow } from "../../store/tenders.ts";
import type { Settlement, Split, Step } from "../../settle/settlement.ts";
import { splitOf } from "../../settle/settlement.ts";
import { supplementaryManualOf } from "../../settle/result.ts";
import { unknownPsnNo } from "../cash-sale.ts";
import type { Ground } from "../ground.ts";
import { holderOf } from "../people.ts";
import type { Stored } from "../read-settlement.ts";
import { committedOf, readStored } from "../read-settlement.ts";
import { columnOf } from "../split-columns.ts";
import type { PerTender } from "../supervision.ts";
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
    draws: settlement.draws,
    movements: settlement.movements,
    tenders: tendersOf(stored.record.tenders),
    notes: settlement.notes,
    supplement: settlement.supplement,
    manual: settlement.notes.includes("SUPPLEMENTARY_MANUAL")
      ? supplementaryManualOf(settlement.benefits)
      : null,
    net: replaced === undefined ? null : netOf(row, replaced),
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

function tendersOf(rows: readonly TenderRow[]): PerTender | null {
  if (rows.length === 0) return null;
  const sumOf = (kind: TenderRow["kind"]): Fen =>
    rows.filter((row) => row.kind === kind).reduce<Fen>((sum, row) => addFen(sum, row.amount_fen), zeroFen);
  return {
    cash: sumOf("cash"),
    bankCard: sumOf("bankCard"),
    wechat: sumOf("wechat"),
    alipay: sumOf("alipay"),
  };
}

function netOf(row: SettlementRow, before: SettlementRow): Split {
  return splitOf((name) => subtractFen(row[columnOf[name]], before[columnOf[name]]));
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
