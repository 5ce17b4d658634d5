import type { MessageRow } from "../store/messages.ts";
import { recordOf } from "../store/records.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { StoreError } from "../store/store-error.ts";
import type { SettledBill } from "../wire/outgoing-fields.ts";
import { encodeBill, outgoingText, settlingInfno } from "../wire/outgoing.ts";
import type { Ground } from "./ground.ts";
import { certNoOf } from "./people.ts";
import { readStored } from "./read-settlement.ts";
import type { BillText } from "./settled-before.ts";

/** What a settlement leaves behind for the centre. */
type Payload = Pick<MessageRow, "infno" | "payload_key"> & { readonly payload: Buffer };

/** What was settled; of a reversal the claim of its original. */
type Settled = Pick<SettledBill, "kind" | "claim" | "settlement">;

export function payloadOf(ground: Ground, row: SettlementRow, settled: Omit<Settled, "kind">): Payload {
  const { outbox, institution } = ground;
  const { kind, msgid, operator, desk, id: settlementId, committed_at: settledAt } = row;
  const certNo = certNoOf(ground, row.person_key);
  const { claim, settlement } = settled;
  const bill = billOf(ground, certNo, { kind, claim, settlement })(settlementId);
  const head = {
    kind,
    msgid,
    settlementId,
    settledAt,
    institution,
    operator,
    desk,
    certNo,
    claim,
    settlement,
  };
  return {
    infno: infnoOf(ground, row),
    payload_key: outbox.generation,
    payload: outbox.seal(msgid, outgoingText(head, bill)),
  };
}

/** Encodes what a sale will have to tell, while the cashier still looks at its preview. */
export function preparePayload(ground: Ground, personKey: Buffer, settled: Omit<Settled, "kind">): void {
  billOf(ground, certNoOf(ground, personKey), { kind: "sale", ...settled });
}

/** The texts of a bill, for the number that its settlement gets; kept as long as the settlement and what they tell. */
function billOf({ settledBefore, institution }: Ground, certNo: string | null, settled: Settled): BillText {
  const about = JSON.stringify([settled.kind, certNo, institution]);
  return settledBefore.bill(settled.settlement, about, (gap) => {
    const { input, before } = encodeBill({ ...settled, certNo, institution, settlementId: gap });
    return { input: JSON.stringify(input), before: JSON.stringify(before) };
  });
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
