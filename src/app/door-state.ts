import { z } from "zod";

import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import type { Terminal } from "./terminal.ts";
import type { Vault } from "./vault.ts";

const wrapped = z.object({ value: z.unknown() });
/** As many as one transaction drops, so that a sale that comes meanwhile hardly waits. */
const pruneMax = 500;
const housekeeping = { operator: "system", pharmacist: null, desk: "door" };

/** Where a state is kept. */
export function stateKey(vault: Vault, kind: string, id: string): Buffer {
  return vault.lookup("state", `${kind}\n${id}`);
}

/** Sealed, and found by keyed hash: a door may use an id or value that tells of a person. */
export function doorStateOf(ground: Ground): Pick<
  Terminal,
  "keepState" | "readState" | "statesOf" | "dropState" | "pruneState"
> & {
  /** The same as `readState`, by a key that is known already. */
  readonly readAt: (key: Buffer) => unknown;
} {
  const { store, vault, clock } = ground;
  const keyOf = (kind: string, id: string): Buffer => stateKey(vault, kind, id);
  const ownerOf = (owner: string): Buffer => keyOf("owner of", owner);
  const open = (key: Buffer, sealed: Buffer): unknown =>
    wrapped.parse(JSON.parse(vault.open("state", key.toString("hex"), sealed))).value;
  const readAt = (key: Buffer): unknown => {
    const sealed = store.doorState.read(key);
    return sealed === undefined ? undefined : open(key, sealed);
  };
  return {
    keepState: (kind, id, value, owner) => {
      const key = keyOf(kind, id);
      const sealed = vault.seal("state", key.toString("hex"), JSON.stringify({ value }));
      const ownerKey = owner === undefined ? null : ownerOf(owner);
      store.doorState.put({ key, kind, keptMs: clock.nowMs(), owner: ownerKey, sealed });
    },
    readState: (kind, id) => readAt(keyOf(kind, id)),
    readAt,
    statesOf: (owner, limit) =>
      store.doorState
        .of(ownerOf(owner), limit)
        .map(({ key, kind, sealed }) => ({ kind, value: open(key, sealed) })),
    dropState: (kind, id) => {
      store.doorState.drop(keyOf(kind, id));
    },
    pruneState: (kind, beforeMs) =>
      store.write(() => {
        const dropped = store.doorState.prune(kind, beforeMs, pruneMax);
        if (dropped === 0) return 0;
        const content = `${kind} ${shanghaiTime(beforeMs)} ${dropped}`;
        const at = shanghaiTime(clock.nowMs());
        appendAudit(ground, { at, action: "pruneState", subject: kind, actor: housekeeping, content });
        return dropped;
      }),
  };
}
