import { civilDate, parseCivilDate } from "../../base/civil-date.ts";
import { claimInvalid } from "../../settle/preconditions.ts";
import type { SettlementRow } from "../../store/settlements.ts";
import type { SlipCopyRow } from "../../store/slip-copies.ts";
import { StoreError } from "../../store/store-error.ts";
import { appendAudit } from "../audit-chain.ts";
import { shanghaiTime } from "../clock.ts";
import { isAsClosed } from "../day-close.ts";
import type { Ground } from "../ground.ts";
import { accept, decline } from "../ground.ts";
import { closedShift } from "../shifts.ts";
import type { DayTotals, Supervised } from "../supervision.ts";
import type { Result } from "../terminal.ts";
import type { Papers, PrintRequest, SlipCopy } from "./papers.ts";
import { slipOf } from "./slip-of.ts";

/** A moment after every other. */
const always = "9999";

/** What the papers say, and how often each slip was printed. */
export function paperVerbs(ground: Ground, verbs: Pick<Supervised, "dayTotals" | "currentShift">): Papers {
  return {
    slip: (settlementId) =>
      withRow(ground, settlementId, (row) =>
        accept({ slip: slipOf(ground, row, null), copies: copiesOf(ground, row.number) }),
      ),
    printSlip: (request) =>
      withRow(ground, request.settlementId, (row) => {
        const copy = ground.store.write(() => issue(ground, row, request));
        return accept({ slip: slipOf(ground, row, copy), copies: copiesOf(ground, row.number), copy });
      }),
    slipOutcome: ({ settlementId, copy, outcome }) =>
      withRow(ground, settlementId, (row) =>
        ground.store.write(() => conclude(ground, row.number, { copy, outcome })),
      ),
    daySheet: (day) => {
      if (parseCivilDate(day) === null)
        return { ok: false, refusal: claimInvalid([{ path: "day", value: day, reason: "日期不存在" }]) };
      const close = ground.store.dayCloses.byDay(day);
      if (close !== undefined && !isAsClosed(ground, close))
        throw new StoreError("DAMAGED", `${day} 的日结汇总与账本不符，请运行 onestop verify`);
      const seal = close?.audit_hash.toString("hex").slice(0, 16) ?? "";
      const totals = verbs.dayTotals(day);
      return accept({
        ...headOf(ground),
        totals,
        planNames: planNames(ground, totals),
        close: close === undefined ? null : { operator: close.operator, seal },
      });
    },
    shiftSheet: ({ operator, desk, closedUpTo }) => {
      const open = closedUpTo === null ? verbs.currentShift({ operator, desk }) : null;
      const shift = open ?? closedShift(ground, { operator, desk }, closedUpTo ?? always);
      return shift === null
        ? decline("SHIFT_NOT_OPEN", "该操作员在本台没有班次", { operator, desk })
        : accept({ ...headOf(ground), shift });
    },
  };
}

function planNames({ books }: Ground, { day, groups }: DayTotals): Readonly<Record<string, string>> {
  const named = groups.flatMap(({ plan }) => {
    const name = books.current.rulesOn(plan, civilDate(day))?.name;
    return name === undefined ? [] : [[plan, name] as const];
  });
  return Object.fromEntries(named);
}

function headOf({ institution, clock }: Ground) {
  const { code, name } = institution;
  return { institution: { code, name }, printedAt: shanghaiTime(clock.nowMs()) };
}

function withRow<T>(
  ground: Ground,
  settlementId: string,
  work: (row: SettlementRow) => Result<T>,
): Result<T> {
  const row = ground.store.settlements.byId(settlementId);
  return row === undefined ? decline("SETTLEMENT_NOT_FOUND", "本机没有这笔结算，请核对编号", {}) : work(row);
}

/** The number under which it is printed now: one more than the last, unless that one came to nothing. */
function issue(ground: Ground, { number, id }: SettlementRow, { paper, actor }: PrintRequest): number {
  const { store, clock } = ground;
  const last = store.slipCopies.of(number).at(-1);
  const isAgain = last?.outcome === "failed";
  const copy = isAgain ? last.copy : (last?.copy ?? 0) + 1;
  const at = shanghaiTime(clock.nowMs());
  const { operator, desk } = actor;
  const row = { number, copy, paper, operator, desk, issued_at: at, outcome: "issued" } as const;
  if (isAgain) store.slipCopies.issueAgain(row);
  else store.slipCopies.add(row);
  // A second paper of the same money is somebody's deed; the first belongs to the sale.
  if (copy > 1)
    appendAudit(ground, { at, action: "reprint", subject: id, actor, content: `${id} ${copy} ${paper}` });
  return copy;
}

function conclude(
  { store }: Ground,
  number: number,
  { copy, outcome }: Pick<Parameters<Papers["slipOutcome"]>[0], "copy" | "outcome">,
): Result<SlipCopy> {
  const row = store.slipCopies.of(number).find((one) => one.copy === copy);
  if (row === undefined) return decline("COPY_NOT_FOUND", "没有打印过这一份，请核对份数", { copy });
  if (!mayBecome(row.outcome, outcome)) return accept(copyOf(row));
  store.slipCopies.setOutcome(number, copy, outcome);
  return accept(copyOf({ ...row, outcome }));
}

/** What was sent may turn out to be printed; that nothing is on paper can only be said before anything was sent. */
function mayBecome(from: SlipCopyRow["outcome"], to: SlipCopyRow["outcome"]): boolean {
  if (from === "issued") return true;
  return (from === "sent" || from === "unknown") && to === "printed";
}

function copiesOf({ store }: Ground, number: number): readonly SlipCopy[] {
  return store.slipCopies.of(number).map(copyOf);
}

function copyOf({ copy, paper, operator, desk, issued_at: issuedAt, outcome }: SlipCopyRow): SlipCopy {
  return { copy, paper, operator, desk, issuedAt, outcome };
}
