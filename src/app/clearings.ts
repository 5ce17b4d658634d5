import { canonicalJson } from "../base/canonical-json.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Actor, ClearingRequest, Result } from "./terminal.ts";

/** Keeps an application for a period's money; a second one for the same days must wait until the first is cancelled. */
export function requestClearing(ground: Ground, application: ClearingRequest): Result<string> {
  const { store } = ground;
  const { id, clearingType, from, to, actor, ...rest } = application;
  return store.write(() => {
    if (store.clearings.byId(id) !== undefined) return accept(id);
    const standing = store.clearings.overlapping(clearingType, from, to);
    if (standing !== undefined) {
      const { from_day: since, to_day: until } = standing;
      const message = `${since} 至 ${until} 已申请清算，请先撤销（3204）`;
      return decline("IDEMPOTENCY_CONFLICT", message, { id: standing.id });
    }
    const at = shanghaiTime(ground.clock.nowMs());
    store.clearings.add({
      id,
      clearing_type: clearingType,
      clearing_way: rest.clearingWay,
      month: rest.month,
      from_day: from,
      to_day: to,
      visits: rest.visits,
      total_fen: rest.total,
      recognised_fen: rest.recognised,
      fund_fen: rest.fund,
      account_fen: rest.account,
      cash_fen: rest.cash,
      operator: actor.operator,
      applied_at: at,
      cancelled_at: null,
    });
    const content = canonicalJson({ id, clearingType, from, to, ...rest });
    appendAudit(ground, { at, action: "requestClearing", subject: id, actor, content });
    return accept(id);
  });
}

/** Takes an application back; twice is once. */
export function cancelClearing(ground: Ground, id: string, actor: Actor): Result<string> {
  const { store } = ground;
  return store.write(() => {
    const standing = store.clearings.byId(id);
    if (standing === undefined)
      return decline("SETTLEMENT_NOT_FOUND", "本机没有这份清算申请，请核对编号", { id });
    if (standing.cancelled_at !== null) return accept(id);
    const at = shanghaiTime(ground.clock.nowMs());
    store.clearings.cancel(id, at);
    appendAudit(ground, { at, action: "cancelClearing", subject: id, actor, content: id });
    return accept(id);
  });
}
