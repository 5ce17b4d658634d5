import type { CashRequest, ResettleRequest } from "../../src/app/terminal.ts";
import { actor, requestOf } from "./test-desk.ts";

/** The commit of a place in a round; the test asks again under the same key. */
export function stormRequest(ofRound: string, at: number): ReturnType<typeof requestOf> {
  const items = Array.from({ length: 5 }, (_, item) => ({ price: `${3 + (at % 7)}.${10 + item}` }));
  return requestOf(`round ${ofRound} commit ${at}`, { person: { psnNo: `S${at % 5}` }, items });
}

/** The cash sale of a place in a round. */
export function stormCash(ofRound: string, at: number): CashRequest {
  const { claim, tenders } = stormRequest(ofRound, at);
  return { claim, tenders, actor, idempotencyKey: `cash of round ${ofRound} ${at}`, billId: `${at}` };
}

/** How it is settled. */
export function stormResettle(ofRound: string, at: number, code: string): ResettleRequest {
  const idempotencyKey = `resettle of round ${ofRound} ${at}`;
  return { code, correction: null, idempotencyKey, previewHash: null, actor, msgid: null };
}
