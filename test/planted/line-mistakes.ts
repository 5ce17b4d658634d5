import type { Mistake } from "./mistake.ts";

const pharmacyDays = "test/simulate/pharmacy-days.test.ts";
const hospitalDays = "test/simulate/hospital-days.test.ts";

/** On the way to the centre: each is found by a day of the simulator. */
export const lineMistakes: readonly Mistake[] = [
  {
    name: "line: an unknown outcome is treated as a failure",
    file: "src/app/deliver.ts",
    find: `    case "unknown":
      books.markAnswered(msgid, { state: "unknown" });
      return tried(reply);`,
    replace: `    case "unknown":
      books.deliver(unsent, { state: "rejected", code: reply.code, message: "" });
      return answered;`,
    test: pharmacyDays,
  },
  {
    name: "line: a retry mints a new number",
    file: "src/app/deliver.ts",
    find: "await session.ask(settling, { msgid, head: envelope })",
    replace:
      "await session.ask(settling, { msgid: unsent.tries > 0 ? books.newMsgid() : msgid, head: envelope })",
    test: pharmacyDays,
  },
  {
    name: "line: a reversal does not say what it takes back",
    file: "src/app/deliver.ts",
    find: "centreSettlementId: original?.centreSettlementId ?? null,",
    replace: "centreSettlementId: null,",
    test: pharmacyDays,
  },
  {
    name: "line: the order of a person's messages is lost",
    file: "src/app/outbox.ts",
    find: "const isFirst = !waiting.has(whose);",
    replace: "const isFirst = true;",
    test: pharmacyDays,
  },
  {
    name: "line: an answer that is cut counts as a refusal",
    file: "src/line/session.ts",
    find: `return { kind: "unknown", code: "ANSWER_UNREADABLE", reached: true };`,
    replace: `return { kind: "refused", code: "ANSWER_UNREADABLE", message: "" };`,
    test: pharmacyDays,
  },
  {
    name: "line: the visit that was opened is forgotten",
    file: "src/app/deliver.ts",
    find: "done: at + 1, centreVisitId }",
    replace: "done: at + 1, centreVisitId: null }",
    test: hospitalDays,
  },
  {
    name: "line: a provisional sale stays so after its confirmation",
    file: "src/app/line-books.ts",
    find: `  states.dropState("provisional", msgid);`,
    replace: "",
    test: pharmacyDays,
  },
];
