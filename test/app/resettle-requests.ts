import type { CashRequest, ResettleRequest } from "../../src/app/terminal.ts";
import { actor, requestOf } from "./test-desk.ts";

/** The cash sale of a place in a round; the test asks again under the same keys. */
export function stormCash(ofRound: string, at: number): CashRequest {
  const idempotencyKey = `cash of round ${ofRound} ${at}`;
  const items = Array.from({ length: 5 }, (_, item) => ({ price: `${300 + (at % 7)}.${10 + item}` }));
  const { claim, tenders } = requestOf(idempotencyKey, { person: { psnNo: `S${at % 5}` }, items });
  return { claim, tenders, actor, idempotencyKey, billId: `${at}` };
}

/** How it is settled. */
export function stormResettle(ofRound: string, at: number, code: string): ResettleRequest {
  const idempotencyKey = `resettle of round ${ofRound} ${at}`;
  return { code, correction: null, idempotencyKey, previewHash: null, actor, msgid: null };
}
