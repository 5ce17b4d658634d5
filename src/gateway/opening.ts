import type { z } from "zod";

import { noExtension } from "../wire/bill-fields.ts";
import { reversalInput } from "../wire/pharmacy.ts";
import type { SettlementAnswer } from "../wire/setlinfo.ts";
import type { Visit } from "./flow-state.ts";
import { findVisit, keepVisit, readVisit } from "./flow-state.ts";
import type { StatedBill } from "./settling.ts";
import { commit, committedBefore, preview, reverse } from "./settling.ts";
import type { Attempt, Handler, Insured, Outcome, Turn } from "./turn.ts";
import { findInsured, readInput, visitIdOf } from "./turn.ts";

/** A transaction that begins by reading its input. */
export function reading<T>(schema: z.ZodType<T>, answer: (turn: Turn, input: T) => Outcome): Handler {
  return (turn) => {
    const input = readInput(turn, schema);
    return input.ok ? answer(turn, input.value) : input;
  };
}

/** One about a visit or stay that was opened before. */
export function ofVisit<T extends { readonly centreVisitId: string; readonly psnNo: string }>(
  kind: Visit["kind"],
  schema: z.ZodType<T>,
  answer: (turn: Turn, visit: Visit, input: T) => Outcome,
): Handler {
  return reading(schema, (turn, input) => {
    const visit = findVisit(turn, input, kind);
    return visit.ok ? answer(turn, visit.value, input) : visit;
  });
}

/** One about an insured person. */
export function ofPerson<T extends Parameters<typeof findInsured>[1]>(
  schema: z.ZodType<T>,
  answer: (turn: Turn, insured: Insured, input: T) => Outcome,
): Handler {
  return reading(schema, (turn, input) => {
    const insured = findInsured(turn, input);
    return insured.ok ? answer(turn, insured.value, input) : insured;
  });
}

type Seed = Pick<Visit, "kind" | "psnNo" | "insutype" | "certType" | "visitNo" | "begin"> & Partial<Visit>;

/** A visit as the message that opens it leaves it. */
export function newVisit(turn: Turn, seed: Seed): Visit {
  return {
    id: visitIdOf(turn),
    end: null,
    medType: null,
    diseaseCode: null,
    birthControl: null,
    extension: noExtension,
    lines: [],
    settlements: [],
    pending: null,
    openedBy: turn.envelope.msgid,
    ...seed,
  };
}

/** Opens a visit once: a message that comes again after its answer has been forgotten finds it as it stands. */
export function openOnce(turn: Turn, seed: Seed): string {
  const visit = newVisit(turn, seed);
  if (readVisit(turn.door.terminal, visit.id) === null) keepVisit(turn.door.terminal, visit);
  return visit.id;
}

/** Preview, settlement and reversal of one sort of bill: they differ in how the bill is read and in the answer's fields. */
export function settlingOf(
  answers: Readonly<Record<"preview" | "settle" | "reverse", SettlementAnswer>>,
  readBill: (turn: Turn, purpose: "preview" | "settle") => Attempt<StatedBill>,
): Readonly<Record<"preview" | "settle" | "reverse", Handler>> {
  return {
    preview: (turn) => {
      const bill = readBill(turn, "preview");
      return bill.ok ? preview(turn, bill.value, answers.preview) : bill;
    },
    settle: (turn) => {
      const before = committedBefore(turn, answers.settle);
      if (before !== null) return before;
      const bill = readBill(turn, "settle");
      return bill.ok ? commit(turn, bill.value, answers.settle) : bill;
    },
    reverse: reading(reversalInput, (turn, input) =>
      reverse(turn, input, { reversal: answers.reverse, original: answers.settle }),
    ),
  };
}
