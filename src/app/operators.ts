import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

import type { OperatorRole } from "../store/operators.ts";
import type { Ground } from "./ground.ts";

export interface NewOperator {
  readonly id: string;
  readonly name: string;
  readonly pin: string;
  readonly role: OperatorRole;
}

/** Who signed in. */
export interface Operator {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
}

/** Adds an operator; of the PIN only a salted hash is kept. Call inside `store.write`. */
export function addOperator({ store, vault }: Ground, { id, name, pin, role }: NewOperator): void {
  const salt = randomBytes(16);
  store.operators.add({
    id,
    name_sealed: vault.seal("operator", id, name),
    role,
    pin_salt: salt,
    pin_hash: hashPin(pin, salt),
  });
}

/** The operator with this PIN, or null: which of the two was wrong is not told. */
export function signIn({ store, vault }: Ground, id: string, pin: string): Operator | null {
  const row = store.operators.byId(id);
  // As much work for an unknown operator as for a wrong PIN.
  const hash = hashPin(pin, row?.pin_salt ?? Buffer.alloc(16));
  if (row === undefined || !timingSafeEqual(hash, row.pin_hash)) return null;
  return { id, name: vault.open("operator", id, row.name_sealed), role: row.role };
}

function hashPin(pin: string, salt: Buffer): Buffer {
  return scryptSync(pin.normalize("NFC"), salt, 32, { N: 2 ** 14, r: 8, p: 1 });
}
