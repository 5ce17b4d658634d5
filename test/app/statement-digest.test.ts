import { expect, onTestFinished, test } from "vitest";

import { actor, openTestDesk, requestOf, valueOf, withStaff } from "./test-desk.ts";

const day = "2024-05-10";

test("the digest of a day moves with everything that its statement is made of, and with nothing else", () => {
  const desk = openTestDesk(withStaff);
  onTestFinished(() => desk.close());
  const { terminal } = desk;
  const now = (): string => {
    const told = terminal.digestNow(day);
    expect(told).toBe(terminal.digestOf(terminal.statementOf(day)));
    return told;
  };
  const digests = [now()];
  const sold = valueOf(terminal.commit(requestOf("k1", { items: [{ price: "800.00" }] })));
  digests.push(now());
  terminal.markSent(sold.msgid);
  digests.push(now());
  terminal.markAnswered(sold.msgid, { state: "confirmed", centreSettlementId: "S1", centreVisitId: "V1" });
  digests.push(now());
  terminal.mark(sold.settlementId, { cause: "otherDay", actor }, { told: "S2" });
  digests.push(now());
  const [entry] = terminal.statementOf(day);
  if (entry === undefined) throw new Error("nothing is told");
  terminal.acknowledge(day, [{ ...entry, settlementId: "S9" }]);
  digests.push(now());
  valueOf(terminal.reverse({ settlementId: sold.settlementId, idempotencyKey: "k2", msgid: null, actor }));
  digests.push(now());
  expect(new Set(digests).size).toBe(digests.length);

  // Another day is another statement, and a sale of that day leaves this one alone.
  desk.clock.ms += 86_400_000;
  valueOf(terminal.commit(requestOf("k3", { items: [{ price: "0.01" }] })));
  expect(terminal.digestNow("2024-05-11")).toBe(terminal.digestOf(terminal.statementOf("2024-05-11")));
  expect(now()).toBe(digests.at(-1));
});
