import type { LineBooks } from "../../src/app/line-books.ts";
import type { LineVerbs } from "../../src/app/line-state.ts";
import type { ClosingDays } from "../../src/app/closing-days.ts";
import type { ReconBooks } from "../../src/app/recon-books.ts";
import { splitOf } from "../../src/settle/settlement.ts";
import { fen } from "../../src/base/money.ts";

function notHere(): never {
  throw new Error("no line here");
}

/** A terminal that no centre belongs to and nothing waits in. */
export const withoutLine: LineBooks & LineVerbs & ReconBooks & ClosingDays = {
  unsent: () => [],
  markSent: notHere,
  recall: notHere,
  markAnswered: notHere,
  newMsgid: notHere,
  nextOf: () => null,
  splitOf: () => splitOf(() => fen(0)),
  progressOf: notHere,
  keepProgress: notHere,
  toIdentify: () => null,
  noteIdentified: notHere,
  deliver: notHere,
  drop: notHere,
  openCount: () => ({ pending: 0, sent: 0, unknown: 0 }),
  findings: () => [],
  findingOf: () => null,
  acceptDifference: notHere,
  line: () => null,
  centre: () => null,
  changeCentre: notHere,
  setLine: () => undefined,
  noteLine: notHere,
  announceStop: notHere,
  agreement: () => null,
  agreeProvisional: notHere,
  provisionals: () => [],
  today: notHere,
  statementOf: () => [],
  digestOf: notHere,
  digestNow: notHere,
  entryOf: () => null,
  saleOfVisit: () => null,
  isUndoneThere: () => false,
  closingOf: () => null,
  keepClosing: notHere,
  unclosedDays: () => [],
  shiftsOfDay: () => [],
  listedDays: () => [],
  carriedInto: () => [],
  mayDo: notHere,
  mark: notHere,
  acknowledge: notHere,
  reverseAsThere: notHere,
  acceptThere: notHere,
  splitOfSettlement: notHere,
  messageAgain: notHere,
  sealDay: notHere,
};
