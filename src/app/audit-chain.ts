import { hash } from "node:crypto";

import type { AuditRow } from "../store/audit.ts";
import type { SettlementRow } from "../store/settlements.ts";
import type { TenderRow } from "../store/tenders.ts";
import type { Ground } from "./ground.ts";
import type { Actor } from "./terminal.ts";
import type { Vault } from "./vault.ts";

interface Entry {
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly actor: Actor;
  /** What was done, in full; only its digest is kept. */
  readonly content: string;
}

/** The hash before the first entry. */
export const chainStart = Buffer.alloc(32);

/** Adds an entry to the chain. Call inside `store.write`. */
export function appendAudit({ store, vault }: Pick<Ground, "store" | "vault">, entry: Entry): void {
  const last = store.audit.tail();
  const row = {
    number: (last?.number ?? 0) + 1,
    at: entry.at,
    action: entry.action,
    subject: entry.subject,
    operator: entry.actor.operator,
    desk: entry.actor.desk,
    content: vault.digest(entry.content),
    previous: last?.hash ?? chainStart,
  };
  store.audit.add({ ...row, hash: chainHash(vault, row) });
}

/** The hash of an entry: keyed, so that nobody without the data key can write a chain that fits. */
export function chainHash(vault: Vault, row: Omit<AuditRow, "hash">): Buffer {
  const { number, at, action, subject, operator, desk, content, previous } = row;
  const parts = [
    number,
    at,
    action,
    subject,
    operator,
    desk,
    content.toString("hex"),
    previous.toString("hex"),
  ];
  return vault.digest(JSON.stringify(parts));
}

/**
 * Everything about a settlement that must not change, as text.
 *
 * @param settled  its `settlementText`
 */
export function recordText(
  row: SettlementRow,
  settled: string,
  tenders: readonly Pick<TenderRow, "kind" | "amount_fen">[],
): string {
  const { number, id, kind, reverses, replaces, msgid, plan, committed_at, committed_day, operator } = row;
  const { pharmacist, desk, supplement_sha256, engine_version, medical_type, service_date } = row;
  // Lists in a fixed order: the same bytes for the same record.
  return JSON.stringify([
    [number, id, kind, reverses, replaces, msgid, plan, committed_at, committed_day, operator],
    [pharmacist, desk, supplement_sha256, engine_version, medical_type, service_date],
    [row.idempotency_key, row.request_hash, row.person_key].map((key) => key.toString("hex")),
    hash("sha256", row.sealed),
    settled,
    tenders.map((tender) => [tender.kind, tender.amount_fen]),
    // Left out of an insured settlement, as it was before there were others: old digests hold.
    ...(row.mode === "cash" ? [row.mode] : []),
  ]);
}
