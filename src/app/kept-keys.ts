import { StoreError } from "../store/store-error.ts";
import { chainHash } from "./audit-chain.ts";
import type { Ground } from "./ground.ts";
import type { Unlock } from "./key-file.ts";
import { isOldKeyFile, rewriteRing, writeRing } from "./key-file.ts";
import type { KeyRing } from "./key-ring.ts";
import { newRing } from "./key-ring.ts";
import { findOutboxKeys, writeOutboxKeys } from "./outbox-file.ts";
import { isRecoveryCurrent, writeRecovery } from "./recovery-file.ts";
import { newRecoveryKey } from "./recovery-key.ts";
import { sealedGeneration } from "./rotation.ts";

/** Keys for a new directory, written down. The recovery key is given back and kept nowhere. */
export function makeRing(
  dir: string,
  unlock: Unlock,
  withRecovery: boolean,
): { readonly ring: KeyRing; readonly recoveryKey: string | null } {
  const recovery = withRecovery ? newRecoveryKey() : null;
  const ring = newRing(recovery?.lock ?? null);
  writeRing(dir, ring, unlock);
  keepRing(dir, ring, unlock);
  return { ring, recoveryKey: recovery?.text ?? null };
}

/** Brings the files beside the key file in line with it: whatever was lost or left behind is written anew. */
export function keepRing(dir: string, ring: KeyRing, unlock: Unlock): void {
  if (isOldKeyFile(dir)) rewriteRing(dir, ring, unlock);
  if (!isSame(findOutboxKeys(dir), ring.outboxKeys)) writeOutboxKeys(dir, ring.outboxKeys);
  if (!isRecoveryCurrent(dir, ring)) writeRecovery(dir, ring);
}

/** @throws StoreError KEY when these keys are another directory's, or older than the books */
export function assertFits(ground: Pick<Ground, "store" | "vault">, { dataKeys }: KeyRing): void {
  const { store, vault } = ground;
  // One entry may be damaged, which is for `verify` to say; of two that are, the key is the likelier cause.
  const rows = [store.audit.byNumber(1), store.audit.last()].filter((row) => row !== undefined);
  const fits = rows.length === 0 || rows.some((row) => chainHash(vault, row).equals(row.hash));
  if (!fits) throw new StoreError("KEY", "密钥与账本不符，请换回本数据目录的密钥文件，或用恢复密钥恢复");
  if (dataKeys.length < sealedGeneration(ground))
    throw new StoreError("KEY", "密钥文件是轮换之前的旧文件，请用恢复密钥恢复（onestop keys recover）");
}

function isSame(held: readonly Buffer[] | null, keys: readonly Buffer[]): boolean {
  if (held === null || held.length !== keys.length) return false;
  return keys.every((key, at) => held[at]?.equals(key) === true);
}
