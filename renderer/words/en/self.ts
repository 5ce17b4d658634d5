import type { Words } from "../words.ts";

/** The self-service page, in English. */
export const self: Words["self"] = {
  otherLanguage: "zh",
  otherLanguageName: "中文",
  demo: "Demo data, no real insurance",
  title: "Show your electronic credential or social card",
  lead: "Scan or swipe to see your own account, what was used and what was settled",
  field: "Scan or swipe (or type the card number, then Enter)",
  reading: "Reading…",
  privacy:
    "Your own records only. Forgotten after 60 seconds untouched or with the next scan; nothing is kept.",
  forgetting: (seconds) => `Forgotten in ${seconds} s. Touch the screen or press a key to stay.`,
  done: "Done",
  refused: "Nothing found",
  refusedTodo: "Try again, or ask at the counter.",
  hello: (name) => `Hello, ${name}`,
  account: "Personal account",
  asOf: (day) => `as of ${day}; it may have changed since`,
  factsAsOf: (day) =>
    `Facts as of ${day}. What was used is what this machine knows; the centre's figures count.`,
  records: "On record",
  period: (from, to) => (to === null ? `since ${from}` : `${from} to ${to}`),
  family: (relation) => `Family account: ${relation}`,
  noRecords: "Nothing",
  used: "Used this year",
  nothingUsed: "Nothing used this year",
  settled: "Last settlements",
  nothingSettled: "Nothing settled here",
  time: "Time",
  total: "Total",
  fund: "Funds",
  paidAccount: "Account",
  cash: "Cash",
  state: "State",
  closed: "Self-service is not open",
  closedHint: "Staff open it in Settings and use the address shown there.",
};
