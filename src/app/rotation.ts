import type { Resealable } from "../store/sealed-values.ts";
import { resealable } from "../store/sealed-values.ts";
import { StoreError } from "../store/store-error.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import type { KeyRing } from "./key-ring.ts";
import { openFacts, sealFacts } from "./people.ts";
import type { Purpose } from "./vault.ts";

const purposes: Readonly<Record<Resealable, Purpose>> = {
  persons: "person",
  operators: "operator",
  door_state: "state",
  open_bills: "state",
};

/** The generation that the books are sealed by, as far as they know. */
export function sealedGeneration({ store }: Pick<Ground, "store">): number {
  return store.counters.read("keyGeneration") ?? 1;
}

/**
 * Seals everything that may change by the newest key, in one transaction. What a settlement sealed stays: the audit
 * chain holds its digest, and its key stays in the ring.
 */
export function finishRotation(ground: Ground, { dataKeys }: KeyRing): void {
  const generation = dataKeys.length;
  if (sealedGeneration(ground) === generation) return;
  const { store, vault, clock } = ground;
  store.write(() => {
    for (const table of resealable) {
      for (const { row, owner, sealed } of store.sealedValues.all(table)) {
        const about = typeof owner === "string" ? owner : owner.toString("hex");
        const text = textOrNull(() => vault.open(purposes[table], about, sealed));
        if (text !== null) store.sealedValues.put(table, row, vault.seal(purposes[table], about, text));
      }
    }
    resealFacts(ground);
    resealMessages(ground);
    store.counters.write({ keyGeneration: generation });
    const at = shanghaiTime(clock.nowMs());
    const actor = { operator: "system", pharmacist: null, desk: "keys" };
    appendAudit(ground, { at, action: "rotateKeys", subject: String(generation), actor, content: at });
  });
  store.checkpoint();
}

/** What was told of people belongs to more than its person, see `sealFacts`. */
function resealFacts(ground: Ground): void {
  const { store, vault } = ground;
  for (const row of store.persons.allFacts()) {
    const text = textOrNull(() => openFacts(vault, row));
    if (text !== null) store.persons.putFacts(row.id, sealFacts(vault, row, text));
  }
}

function resealMessages({ store, outbox }: Ground): void {
  const rows = [...store.messages.open()].filter((row) => row.payload_key !== 0);
  for (const { msgid, payload } of rows) {
    const text = textOrNull(() => outbox.open(msgid, payload));
    if (text === null) continue;
    store.messages.reseal({ msgid, payload_key: outbox.generation, payload: outbox.seal(msgid, text) });
  }
}

/** A damaged value stays as it is, for `verify` to find: the books must open. */
function textOrNull(open: () => string): string | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}
