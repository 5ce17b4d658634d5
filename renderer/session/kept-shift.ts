import { operatorRoles } from "../../src/base/operator-role.ts";
import type { Shift } from "./operator.ts";

/** A reload is no sign-out; a tab that was closed, or left for longer than the lock allows, is. */
const place = "onestop.shift";

/** After this long without a key or a touch the desk locks. */
export const idleMs = 5 * 60_000;

export function keepShift(shift: Shift | null): void {
  if (shift === null) sessionStorage.removeItem(place);
  else
    sessionStorage.setItem(
      place,
      JSON.stringify({ ...shift.operator, desk: shift.desk, at: String(Date.now()) }),
    );
}

export function keptShift(): Shift | null {
  const value: unknown = JSON.parse(sessionStorage.getItem(place) ?? "{}");
  const kept = new Map<string, unknown>(Object.entries(value ?? {}));
  const text = (name: string): string => {
    const found = kept.get(name);
    return typeof found === "string" ? found : "";
  };
  const role = operatorRoles.find((one) => one === text("role"));
  if (role === undefined || Date.now() - Number(text("at")) > idleMs) return null;
  return { desk: text("desk"), operator: { id: text("id"), name: text("name"), role } };
}
