import type { Mistake } from "./mistake.ts";

const pharmacyDays = { days: "pharmacy" } as const;
const hospitalDays = { days: "hospital" } as const;
const townDays = { days: "town" } as const;

/** On the way to the centre: each is found by a day of the simulator. */
export const lineMistakes: readonly Mistake[] = [
  {
    name: "line: an unknown outcome is treated as a failure",
    file: "src/app/deliver.ts",
    find: `    case "unknown":
      await write(() => books.markAnswered(msgid, { state: "unknown" }));
      return tried(reply);`,
    replace: `    case "unknown":
      await write(() => books.deliver(unsent, { state: "rejected", code: reply.code, message: "" }));
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
    file: "src/app/open-queue.ts",
    find: `const person = key.toString("hex");`,
    replace: `const person = key.toString("hex") + msgid;`,
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
  {
    name: "line: a fault of the centre counts as refused",
    file: "src/line/session.ts",
    find: `: { kind: "unknown", code: code === "" ? "FAULT" : code, reached: true };`,
    replace: `: { kind: "refused", code: code === "" ? "FAULT" : code, message: "" };`,
    test: pharmacyDays,
  },
  {
    name: "line: 2601 is never sent",
    file: "src/app/deliver.ts",
    find: `  const reply = await askBeside(carrier, unsent, encodeUndo(psnNoOf(envelope), envelope));
  const isOut = reply.kind === "done" || (reply.kind === "refused" && !carrier.habits.undoesUnseen);
  if (!isOut) return tried(reply);
`,
    replace: "  encodeUndo(psnNoOf(envelope), envelope);\n",
    test: pharmacyDays,
  },
  {
    name: "line: another answer of the centre is taken for ours",
    file: "src/app/deliver.ts",
    find: "  const differences = differencesOf(here, there);",
    replace: "  const differences = differencesOf(here, there).slice(0, 0);",
    test: pharmacyDays,
  },
  {
    name: "line: a provisional sale is confirmed without asking the centre",
    file: "src/upload/next-step.ts",
    find: `  return original?.state === "rejected" ? "drop" : "send";`,
    replace: `  return original?.state === "rejected" || original === null ? "drop" : "send";`,
    test: pharmacyDays,
  },
  {
    name: "line: accumulators are those that the person came with",
    file: "src/app/intake.ts",
    find: "ground.store.postings.valueOf(personKey, plan, period, id)",
    replace:
      "ground.store.postings.since(personKey, plan, 0).find((one) => one.period === period && one.accumulator === id)?.before_value ?? 0",
    test: pharmacyDays,
  },
  {
    name: "line: the reversal of what was rejected is sent",
    file: "src/upload/next-step.ts",
    find: `  return original?.state === "rejected" ? "drop" : "send";`,
    replace: `  return "send";`,
    test: pharmacyDays,
  },
  {
    name: "line: what was told before a sale is believed after it",
    file: "src/app/refresh-people.ts",
    find: "        if (isOpen(ground, key) || lastNumberOf(ground, key) !== ticket.lastNumber) return held();\n",
    replace: "",
    test: townDays,
  },
];
