import { commitInside } from "../../app/commit.ts";
import { openDirectory } from "../../app/directory.ts";
import type { Ground } from "../../app/ground.ts";
import { takeIn } from "../../app/intake.ts";
import { outboxOf } from "../../app/outbox.ts";
import type { CommitRequest } from "../../app/terminal.ts";
import { customers, firstMorning, saleOf, secondsFrom } from "./books.ts";
import { valueOf } from "./commit-bench.ts";

/** Sales written in one transaction while the books are made; nothing of that is measured. */
const batch = 1000;
/** What the line has not brought to the centre yet: the sales of the last minutes. */
const unsent = 100;

/**
 * Books of years in which the line to the centre worked: every sale but the newest has been sent and confirmed. Through
 * the verbs that a counter and the line call, many in one transaction.
 */
export function fillBooks(dir: string, count: number, log: (text: string) => void): void {
  const { ground, close } = openDirectory({ dir, passphrase: null, clock: secondsFrom(firstMorning) });
  const outbox = outboxOf({ store: ground.store, outbox: ground.outbox, nowMs: ground.clock.nowMs });
  const waiting: string[] = [];
  for (let from = 0; from < count; from += batch) {
    ground.store.together(() => {
      for (let at = from; at < Math.min(count, from + batch); at += 1)
        waiting.push(settle(ground, saleOf(at, { lines: linesOf(at), people: customers })));
      for (const msgid of waiting.splice(0, waiting.length - unsent)) {
        outbox.markSent(msgid);
        outbox.markAnswered(msgid, {
          state: "confirmed",
          centreSettlementId: `S${msgid}`,
          centreVisitId: `V${msgid}`,
        });
      }
    });
    if (from % (batch * 10) === 0) ground.store.checkpoint();
    if (from % (batch * 100) === 0) log(`books: ${from} of ${count}\n`);
  }
  close();
}

function linesOf(at: number): number {
  return 1 + (at % 5);
}

/** @returns the number of its message */
function settle(ground: Ground, sale: CommitRequest): string {
  return valueOf(commitInside(ground, sale, valueOf(takeIn(ground, sale)))).row.msgid;
}
