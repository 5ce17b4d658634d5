import { zeroFen } from "../base/money.ts";
import type { Cause } from "../recon/causes.ts";
import type { Split } from "../settle/settlement.ts";
import type { MarkRow } from "../store/closings.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import type { Actor } from "./terminal.ts";

/** Where a settlement is told otherwise than the ledger has it. */
export type Mark = Partial<
  Pick<MarkRow, "told" | "day" | "insutype" | "clearing_type" | "as_refund" | "funds">
> & {
  readonly delta?: Pick<Split, "total" | "fundTotal" | "account" | "family" | "cash">;
};

/** Writes that a settlement is told otherwise, with its entry in the audit chain. Call inside `store.write`. */
export function addMark(
  ground: Ground,
  { number, id }: { readonly number: number; readonly id: string },
  { cause, actor, mark }: { readonly cause: Cause; readonly actor: Actor; readonly mark: Mark },
): void {
  const { delta, ...told } = mark;
  const at = shanghaiTime(ground.clock.nowMs());
  const row: MarkRow = {
    number,
    cause,
    told: null,
    day: null,
    insutype: null,
    clearing_type: null,
    as_refund: null,
    funds: "[]",
    ...told,
    total_fen: delta?.total ?? zeroFen,
    fund_total_fen: delta?.fundTotal ?? zeroFen,
    account_fen: delta?.account ?? zeroFen,
    family_fen: delta?.family ?? zeroFen,
    cash_fen: delta?.cash ?? zeroFen,
    operator: actor.operator,
    desk: actor.desk,
    marked_at: at,
  };
  ground.store.closings.addMark(row);
  appendAudit(ground, { at, actor, action: "tellOtherwise", subject: id, content: markText(row) });
}

/** Everything of a mark that must not change, as text. */
export function markText(row: MarkRow): string {
  const { number, cause, told, day, insutype, clearing_type, as_refund, funds } = row;
  const { total_fen, fund_total_fen, account_fen, family_fen, cash_fen, operator, desk, marked_at } = row;
  const how = { number, cause, told, day, insutype, clearing_type, as_refund, funds };
  // In a fixed order: the same bytes for the same mark.
  return JSON.stringify({
    ...how,
    total_fen,
    fund_total_fen,
    account_fen,
    family_fen,
    cash_fen,
    operator,
    desk,
    marked_at,
  });
}
