import { randomBytes } from "node:crypto";

import type { OperatorRow } from "../store/operators.ts";
import { actorOf, approve, hashPin, isAdministrator, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Approval, ListedOperator, NewOperator, Supervised } from "./supervision.ts";
import type { Refused, Result } from "./terminal.ts";

/** Adds an operator; of the PIN only a salted hash is kept. Call inside `store.write`. */
export function addOperator({ store, vault }: Ground, { id, name, pin, role }: NewOperator): void {
  store.operators.add({
    id,
    name_sealed: vault.seal("operator", id, name),
    role,
    ...saltedPin(pin),
    active: 1,
    wrong_pins: 0,
    locked_until_ms: 0,
  });
}

type OperatorVerbs = Pick<
  Supervised,
  "operators" | "addOperator" | "changePin" | "changeRole" | "setOperatorActive" | "unlockOperator"
>;

/** Who may work here: an administrator's affair. */
export function operatorVerbs(ground: Ground): OperatorVerbs {
  const { store } = ground;
  return {
    operators: () => store.operators.all().map((row) => listed(ground, row)),
    addOperator: (added, approval) => addApproved(ground, added, approval),
    changePin: (id, pin, approval) => {
      const approved = approve(ground, approval, (one) => one.id === id || one.role === "administrator");
      if (!approved.ok) return approved;
      const refusal = tooSimple(pin);
      if (refusal !== null) return { ok: false, refusal };
      return change(ground, { id, approval, action: "changePin" }, () => {
        store.operators.setPin({ id, ...saltedPin(pin) });
        store.operators.setTries({ id, wrong_pins: 0, locked_until_ms: 0 });
      });
    },
    changeRole: (id, role, approval) => {
      const approved = approve(ground, approval, isAdministrator);
      if (!approved.ok) return approved;
      if (role !== "administrator" && isLastAdministrator(ground, id))
        return decline("LAST_ADMINISTRATOR", "至少须有一名在用的管理员", { operator: id });
      return change(ground, { id, approval, action: `changeRole ${role}` }, () => {
        store.operators.setRole({ id, role });
      });
    },
    setOperatorActive: (id, active, approval) => {
      const approved = approve(ground, approval, isAdministrator);
      if (!approved.ok) return approved;
      if (!active && isLastAdministrator(ground, id))
        return decline("LAST_ADMINISTRATOR", "至少须有一名在用的管理员", { operator: id });
      const action = active ? "activateOperator" : "deactivateOperator";
      return change(ground, { id, approval, action }, () => {
        store.operators.setActive({ id, active: active ? 1 : 0 });
      });
    },
    unlockOperator: (id, approval) => {
      const approved = approve(ground, approval, isSupervising);
      if (!approved.ok) return approved;
      return change(ground, { id, approval, action: "unlockOperator" }, () => {
        store.operators.setTries({ id, wrong_pins: 0, locked_until_ms: 0 });
      });
    },
  };
}

/**
 * The first administrator needs the approval of a supervisor where there is one (books from before there were
 * administrators), and of nobody where nobody works yet.
 */
function addApproved(ground: Ground, added: NewOperator, approval: Approval | null): Result<ListedOperator> {
  const working = ground.store.operators.all().filter((row) => row.active === 1);
  const isFirst = added.role === "administrator" && !working.some((row) => row.role === "administrator");
  const needsNone = isFirst && !working.some((row) => row.role === "supervisor");
  if (!needsNone) {
    const allowed = isFirst ? isSupervising : isAdministrator;
    const approved = approve(ground, approval, allowed);
    if (!approved.ok) return approved;
  }
  const refusal = tooSimple(added.pin);
  if (refusal !== null) return { ok: false, refusal };
  const { id, role } = added;
  if (ground.store.operators.byId(id) !== undefined)
    return decline("OPERATOR_EXISTS", "该操作员编号已有人使用，请换一个编号", { operator: id });
  const by = approval ?? { operator: id, desk: "init" };
  return change(ground, { id, approval: by, action: `addOperator ${role}` }, () => {
    addOperator(ground, added);
  });
}

interface Deed {
  readonly id: string;
  readonly approval: Pick<Approval, "operator" | "desk">;
  readonly action: string;
}

/** One change of one operator, with its entry in the audit chain. */
function change(ground: Ground, { id, approval, action }: Deed, work: () => void): Result<ListedOperator> {
  const { store, clock } = ground;
  const isNew = action.startsWith("addOperator");
  if (!isNew && store.operators.byId(id) === undefined) return notFound(id);
  store.write(() => {
    work();
    const at = shanghaiTime(clock.nowMs());
    appendAudit(ground, { at, action, subject: id, actor: actorOf(approval), content: id });
  });
  const row = store.operators.byId(id);
  return row === undefined ? notFound(id) : accept(listed(ground, row));
}

function notFound(id: string): Result<never> {
  return decline("OPERATOR_NOT_FOUND", "没有这个操作员，请核对编号", { operator: id });
}

function isLastAdministrator({ store }: Ground, id: string): boolean {
  const working = store.operators.all().filter((row) => row.role === "administrator" && row.active === 1);
  return working.length === 1 && working[0]?.id === id;
}

function listed({ vault, clock }: Ground, row: OperatorRow): ListedOperator {
  const { id, role, active, locked_until_ms: until } = row;
  return {
    id,
    name: vault.open("operator", id, row.name_sealed),
    role,
    active: active === 1,
    lockedUntil: until > clock.nowMs() ? shanghaiTime(until) : null,
  };
}

/** Six signs at least, and not one of the few that everybody tries first. */
export function tooSimple(pin: string): Refused | null {
  const signs = Array.from(pin.normalize("NFC"));
  const codes = signs.map((sign) => sign.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, at) => code - (codes[at] ?? 0)));
  if (signs.length >= 6 && signs.length <= 64 && steps.size > 1) return null;
  return decline("PIN_TOO_SIMPLE", "密码至少 6 位，不能全部相同或连续（如 111111、123456）", {}).refusal;
}

function saltedPin(pin: string): Pick<OperatorRow, "pin_salt" | "pin_hash"> {
  const salt = randomBytes(16);
  return { pin_salt: salt, pin_hash: hashPin(pin, salt) };
}
