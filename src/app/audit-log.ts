import type { Ground } from "./ground.ts";
import type { AuditEntry, Supervised } from "./supervision.ts";

/** Who did what and when; what exactly is known by digest alone, to `verify`. */
export function auditLog(
  { store }: Ground,
  { from, limit }: Parameters<Supervised["auditLog"]>[0],
): readonly AuditEntry[] {
  return store.audit
    .upTo(from ?? Number.MAX_SAFE_INTEGER, limit)
    .map(({ number, at, action, subject, operator, desk }) => ({
      number,
      at,
      action,
      subject,
      operator,
      desk,
    }));
}
