import { scryptSync, timingSafeEqual } from "node:crypto";

import type { OperatorRow } from "../store/operators.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Approval, Operator } from "./supervision.ts";
import type { Actor, Result } from "./terminal.ts";

/** Wrong PINs in a row after which none is looked at for a while; every further one starts the while anew. */
const wrongPinsMax = 5;
const lockMs = 15 * 60_000;

/**
 * Whether a deed is approved: the PIN is its operator's, and they may approve it. Wrong PINs are counted in the books, so
 * that neither a restart nor another door gives more tries; each is an entry in the audit chain.
 *
 * @param allows  who may approve this
 */
export function approve(
  ground: Ground,
  approval: Approval | null,
  allows: (operator: Operator) => boolean,
): Result<Operator> {
  if (approval === null) return required();
  const proved = provePin(ground, approval);
  if (!proved.ok) return proved;
  return allows(proved.value) ? proved : required();
}

/** Supervisors and administrators: they close days and look at clocks. */
export function isSupervising({ role }: Operator): boolean {
  return role === "supervisor" || role === "administrator";
}

export function isAdministrator({ role }: Operator): boolean {
  return role === "administrator";
}

/** The operator with this PIN, with an entry in the audit chain. */
export function signIn(ground: Ground, approval: Approval): Result<Operator> {
  const proved = provePin(ground, approval);
  if (proved.ok) ground.store.write(() => note(ground, approval, "signIn"));
  return proved;
}

/** Who stands in the audit chain for what was approved. */
export function actorOf({ operator, desk }: Pick<Approval, "operator" | "desk">): Actor {
  return { operator, pharmacist: null, desk };
}

export function hashPin(pin: string, salt: Buffer): Buffer {
  return scryptSync(pin.normalize("NFC"), salt, 32, { N: 2 ** 14, r: 8, p: 1 });
}

function provePin(ground: Ground, approval: Approval): Result<Operator> {
  const { store, vault, clock } = ground;
  const row = store.operators.byId(approval.operator);
  const now = clock.nowMs();
  if (row !== undefined && row.locked_until_ms > now) return locked(row.locked_until_ms);
  // As much work for an unknown operator as for a wrong PIN: which of the two was wrong is not told.
  const hash = hashPin(approval.pin, row?.pin_salt ?? Buffer.alloc(16));
  if (row === undefined) return wrong();
  if (!timingSafeEqual(hash, row.pin_hash)) return countWrong(ground, row, approval);
  if (row.wrong_pins > 0)
    store.write(() => {
      store.operators.setTries({ id: row.id, wrong_pins: 0, locked_until_ms: 0 });
    });
  const { id, role } = row;
  if (row.active === 0) return decline("OPERATOR_INACTIVE", "该操作员已停用，请联系管理员", { operator: id });
  return accept({ id, name: vault.open("operator", id, row.name_sealed), role });
}

function countWrong(ground: Ground, row: OperatorRow, approval: Approval): Result<never> {
  const { store, clock } = ground;
  const wrongPins = row.wrong_pins + 1;
  const until = wrongPins >= wrongPinsMax ? clock.nowMs() + lockMs : 0;
  store.write(() => {
    store.operators.setTries({ id: row.id, wrong_pins: wrongPins, locked_until_ms: until });
    note(ground, approval, until === 0 ? "wrongPin" : "lockOperator");
  });
  return until === 0 ? wrong() : locked(until);
}

function note(ground: Ground, approval: Approval, action: string): void {
  const at = shanghaiTime(ground.clock.nowMs());
  const { operator } = approval;
  appendAudit(ground, { at, action, subject: operator, actor: actorOf(approval), content: operator });
}

function required(): Result<never> {
  return decline("APPROVAL_REQUIRED", "须由有权限的人员输入工号和密码批准（主管或管理员）", {});
}

function wrong(): Result<never> {
  return decline("PIN_WRONG", "工号或密码不正确", {});
}

function locked(untilMs: number): Result<never> {
  const until = shanghaiTime(untilMs);
  return decline("PIN_LOCKED", `密码连续输错，${until.slice(11, 16)} 前不再受理，或由主管、管理员解锁`, {
    until,
  });
}
