import type { Claim } from "../settle/claim.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { MessageRow } from "../store/messages.ts";
import { recordOf } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { StoreError } from "../store/store-error.ts";
import { encodeOutgoing, settlingInfno } from "../wire/outgoing.ts";
import type { Ground } from "./ground.ts";
import { certNoOf } from "./people.ts";
import { readStored } from "./read-settlement.ts";

/** What a settlement leaves behind for the centre. */
type Payload = Pick<MessageRow, "infno" | "payload_key"> & { readonly payload: Buffer };

/** @param claim  what was settled; of a reversal that of its original */
export function payloadOf(
  ground: Ground,
  row: SettlementRow,
  { claim, settlement }: { readonly claim: Claim; readonly settlement: Settlement },
): Payload {
  const { outbox, institution } = ground;
  const message = encodeOutgoing({
    kind: row.kind,
    msgid: row.msgid,
    settlementId: row.id,
    settledAt: row.committed_at,
    institution,
    operator: row.operator,
    desk: row.desk,
    certNo: certNoOf(ground, row.person_key),
    claim,
    settlement,
  });
  return {
    infno: infnoOf(ground, row),
    payload_key: outbox.generation,
    payload: outbox.seal(row.msgid, JSON.stringify(message)),
  };
}

/** The transaction by which the centre learns of a settlement. */
export function infnoOf(
  { institution }: Pick<Ground, "institution">,
  row: SettlementRow,
): MessageRow["infno"] {
  return settlingInfno(row.kind, institution.type, row.medical_type);
}

/** Messages from before the outbox had keys are written anew, from the settlements that they only named. */
export function renewPayloads(ground: Ground): void {
  const { store } = ground;
  const rows = store.messages.toRenew();
  if (rows.length === 0) return;
  store.write(() => {
    for (const { msgid, number } of rows) {
      const row = store.settlements.byNumber(number);
      const payload = row === undefined ? null : payloadOrNull(ground, row);
      if (payload !== null) store.messages.reseal({ msgid, ...payload });
    }
  });
}

/** null for a settlement that can no longer be read: that is for `verify` to say, and no reason to stay shut. */
function payloadOrNull(ground: Ground, row: SettlementRow): Payload | null {
  try {
    return payloadOf(ground, row, readStored(ground, recordOf(ground.store, row)));
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}
