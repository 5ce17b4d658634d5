import { addFen, formatFen, subtractFen, zeroFen } from "../base/money.ts";
import type { ClosedShiftRow, ShiftRow, ShiftTenderRow } from "../store/shifts.ts";
import { StoreError } from "../store/store-error.ts";
import type { PaidRow } from "../store/totals.ts";
import { actorOf } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { ClosedShift, PerTender, Shift, ShiftOf, Supervised } from "./supervision.ts";
import type { Result, TenderKind } from "./terminal.ts";

const kinds = ["cash", "bankCard", "wechat", "alipay"] as const satisfies readonly TenderKind[];

/** An operator's hours at a desk, and whether the drawer holds what the ledger says. */
export function shiftVerbs(ground: Ground): Pick<Supervised, "openShift" | "currentShift" | "closeShift"> {
  return {
    openShift: (asked) => openShift(ground, asked),
    currentShift: ({ operator, desk }) => {
      const row = ground.store.shifts.openOf(operator, desk);
      return row === undefined ? null : shiftOf(ground, row);
    },
    closeShift: (asked) => closeShift(ground, asked),
  };
}

/** Sums by the way of paying; where nobody told how, it was cash. */
export function perTender(rows: readonly PaidRow[]): PerTender {
  return tendersOf((kind) =>
    rows
      .filter((row) => (row.kind ?? "cash") === kind)
      .reduce((sum, row) => addFen(sum, row.amount_fen), zeroFen),
  );
}

function openShift(ground: Ground, asked: Parameters<Supervised["openShift"]>[0]): Result<Shift> {
  const { store, clock } = ground;
  const { operator, desk, float } = asked;
  if (store.operators.byId(operator)?.active !== 1)
    return decline("OPERATOR_NOT_FOUND", "没有这个在用的操作员，请核对编号", { operator });
  const open = store.shifts.openOf(operator, desk);
  if (open !== undefined) {
    const details = { operator, desk, openedAt: open.opened_at };
    return decline("SHIFT_OPEN", "该操作员在本台已有未交的班，请先交班", details);
  }
  const opened_at = shanghaiTime(clock.nowMs());
  const row = store.write((): ShiftRow => {
    const after_number = store.settlements.lastNumber();
    const after_adjustment = store.adjustments.lastId();
    const told = { operator, desk, opened_at, float_fen: float, after_number, after_adjustment };
    const id = store.shifts.open(told);
    note(ground, asked, "openShift", formatFen(float));
    return { id, ...told };
  });
  return accept(shiftOf(ground, row));
}

function closeShift(ground: Ground, asked: Parameters<Supervised["closeShift"]>[0]): Result<ClosedShift> {
  const { store, clock } = ground;
  const { operator, desk, counted, countedBy } = asked;
  return store.write(() => {
    const row = store.shifts.openOf(operator, desk);
    if (row === undefined) return decline("SHIFT_NOT_OPEN", "该操作员在本台没有未交的班", { operator, desk });
    const shift = shiftOf(ground, row);
    const closedAt = shanghaiTime(clock.nowMs());
    const difference = tendersOf((kind) => subtractFen(counted[kind], shift.expected[kind]));
    const rows = kinds.map((kind) => ({
      shift: row.id,
      kind,
      expected_fen: shift.expected[kind],
      counted_fen: counted[kind],
    }));
    store.shifts.close(row.id, closedAt, rows);
    note(
      ground,
      { operator: countedBy ?? operator, desk },
      "closeShift",
      [
        ...(countedBy === undefined || countedBy === operator ? [] : [`of ${operator}`]),
        ...kinds.map((kind) => `${kind} ${formatFen(difference[kind])}`),
      ].join(" "),
    );
    return accept({ ...shift, closedAt, counted, difference });
  });
}

export function shiftOf({ store }: Ground, row: ShiftRow): Shift {
  const { operator, desk, float_fen: float, after_number: number, after_adjustment: adjustment } = row;
  const paid = perTender(store.totals.paidSince({ number, adjustment }, operator, desk));
  const expected = { ...paid, cash: addFen(paid.cash, float) };
  return { operator, desk, openedAt: row.opened_at, float, expected };
}

function note(ground: Ground, of: ShiftOf, action: string, content: string): void {
  const at = shanghaiTime(ground.clock.nowMs());
  appendAudit(ground, { at, action, subject: of.desk, actor: actorOf(of), content });
}

/** A shift that was handed over, as it was written down then. @param upTo  the last moment of its close */
export function closedShift(
  { store }: Ground,
  { operator, desk }: ShiftOf,
  upTo: string,
): ClosedShift | null {
  const row = store.shifts.closedOf(operator, desk, upTo);
  return row === undefined ? null : writtenShift(store, row);
}

/** What was written down when a shift was handed over. */
export function writtenShift(store: Ground["store"], row: ClosedShiftRow): ClosedShift {
  const told = new Map(store.shifts.tendersOf(row.id).map((one) => [one.kind, one]));
  // A way of paying that is missing is not nothing: what was counted is no longer known.
  const rowOf = (kind: TenderKind): ShiftTenderRow => {
    const found = told.get(kind);
    if (found !== undefined) return found;
    throw new StoreError("DAMAGED", `${row.closed_at} 的交班记录不全，已损坏；请运行 onestop verify`);
  };
  const expected = tendersOf((kind) => rowOf(kind).expected_fen);
  const counted = tendersOf((kind) => rowOf(kind).counted_fen);
  return {
    operator: row.operator,
    desk: row.desk,
    openedAt: row.opened_at,
    float: row.float_fen,
    expected,
    closedAt: row.closed_at,
    counted,
    difference: tendersOf((kind) => subtractFen(counted[kind], expected[kind])),
  };
}

function tendersOf(valueOf: (kind: TenderKind) => PerTender[TenderKind]): PerTender {
  return {
    cash: valueOf("cash"),
    bankCard: valueOf("bankCard"),
    wechat: valueOf("wechat"),
    alipay: valueOf("alipay"),
  };
}
