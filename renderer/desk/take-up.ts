import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { Transport } from "../rpc/transport.ts";
import type { Bill } from "./bill.ts";
import { readKept } from "./kept-bill.ts";
import { takeSettling } from "./last-bill.ts";

/** Where a desk goes on when its page comes up. */
export interface TakenUp {
  /** The bill that was in work, with its person; null: none was. */
  readonly bill: Bill | null;
  /** The bill that was being settled when the page went away, and has been. */
  readonly settled: VerbOutput<"commit"> | null;
}

/** Asks what became of the bill that was being settled, and for the one that was in work. */
export async function takeUp(ask: Transport["ask"], desk: string, now: string): Promise<TakenUp> {
  const settling = takeSettling();
  const answer = settling === null ? null : await ask("settlementByKey", { idempotencyKey: settling });
  const settled = answer?.ok === true ? answer.value : null;
  const open = await ask("openBills", { desk });
  if (!open.ok) return { bill: null, settled };
  for (const { id, content } of open.value) {
    // Another window may have kept it a moment after it was settled: such a bill is over.
    const before = await ask("settlementByKey", { idempotencyKey: id });
    if (before.ok) await ask("dropBill", { desk, id });
    else {
      const bill = await resumed(ask, content, now);
      if (bill !== null) return { bill, settled };
    }
  }
  return { bill: null, settled };
}

/** A kept bill with what is known of its person today; its moment is today's unless it was begun today. */
export async function resumed(ask: Transport["ask"], content: unknown, now: string): Promise<Bill | null> {
  const kept = readKept(content);
  if (kept === null) return null;
  const begunAt = kept.bill.begunAt.slice(0, 10) === now.slice(0, 10) ? kept.bill.begunAt : now;
  const bill = { ...kept.bill, begunAt };
  if (kept.psnNo === null) return bill;
  const person = await ask("personByNo", { psnNo: kept.psnNo });
  return person.ok ? { ...bill, person: person.value } : bill;
}
