import type { VerbInput } from "../../src/gateway/contract.ts";
import type { Reading } from "../scan/readings.ts";
import { readingsOf } from "../scan/readings.ts";

export type Query = VerbInput<"findSettlements">;
type Credential = Omit<Extract<Reading, { readonly is: "credential" }>, "is">;

/** What somebody looks for, as it stands in the fields. */
export interface Search {
  readonly text: string;
  /** Empty: all days of a person, else today. */
  readonly day: string;
  readonly amount: string;
  readonly state: NonNullable<Query["state"]> | "";
}

export const emptySearch: Search = { text: "", day: "", amount: "", state: "" };
/** As many as a list shows. */
export const listMax = 200;

export function isAmount(text: string): boolean {
  return text === "" || /^\d{1,10}(\.\d{1,2})?$/.test(text);
}

/**
 * What a text in the field may be, in the order in which the engine is asked; empty when there is none.
 *
 * @param readings  of whoever has read it
 */
export function waysOf(
  text: string,
  readings: readonly Reading[] = readingsOf(text),
): readonly (
  | { readonly is: "id" }
  | { readonly is: "traceCode"; readonly code: string }
  | { readonly is: "person"; readonly by: Credential }
)[] {
  if (text === "") return [];
  const people = readings.flatMap((reading) => {
    if (reading.is !== "credential") return [];
    const { type, number, cardSn } = reading;
    return [{ is: "person", by: { type, number, cardSn } } as const];
  });
  const codes = readings.filter((reading) => reading.is === "traceCode");
  const id = text.length <= 64 ? [{ is: "id" } as const] : [];
  return codes.length > 0 ? [...codes, ...id] : [...id, ...people];
}

/** A question to the engine from what stands in the fields, with what is found by more than them. */
export function queryOf(search: Search, more: Partial<Query>): Query {
  return {
    psnNo: null,
    day: search.day === "" ? null : search.day,
    id: null,
    traceCode: null,
    amount: search.amount === "" ? null : search.amount,
    state: search.state === "" ? null : search.state,
    limit: listMax,
    ...more,
  };
}
