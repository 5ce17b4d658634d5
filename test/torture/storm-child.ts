// A child process that sells, reverses and refunds as fast as it can and says all of it aloud. It is killed from outside.

import { openTerminal } from "../../src/app/open-terminal.ts";
import { randomFrom } from "../oracle/random.ts";
import type { StormOrder } from "./child-lines.ts";
import { readOrder, say } from "./child-lines.ts";
import type { Answer, Deed, Standing } from "./deeds.ts";
import { answerOf, drawDeed, linesLeft, linesOf, perform, withCash } from "./deeds.ts";

const order = readOrder(process.argv[2]) as StormOrder;
const random = randomFrom(order.seed);
say({ says: "ready" });
const terminal = openTerminal({ dir: order.dir, passphrase: null, clock: Date.now });
say({ says: "open" });
let standing = order.standing;
for (let at = 0; at < order.deeds; at += 1) {
  const key = `${order.name} ${at}`;
  const drawn = drawDeed(random, standing);
  const deed = random.chance(0.3) ? withCash(terminal, key, drawn) : drawn;
  say({ says: "asks", key, deed });
  const answer = answerOf(perform(terminal, key, deed));
  say({ says: "answers", answer });
  standing = standingAfter(standing, deed, answer);
  if (random.chance(order.tidyShare)) {
    say({ says: "tidies" });
    terminal.tidyUp();
    say({ says: "tidied" });
  }
}
say({ says: "closes" });
terminal.close();
say({ says: "closed" });

function standingAfter(before: readonly Standing[], deed: Deed, answer: Answer): readonly Standing[] {
  if ("refused" in answer) return before;
  const [first = "", second] = answer.ids;
  if (deed.does === "sale") return [...before, { id: first, lines: linesOf(deed) }];
  const kept = before.filter(({ id }) => id !== deed.id);
  if (deed.does === "reverse" || second === undefined) return kept;
  const lines = linesLeft(before.find(({ id }) => id === deed.id)?.lines ?? [], deed.items);
  return [...kept, { id: second, lines }];
}
