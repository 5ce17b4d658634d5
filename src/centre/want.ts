/** Something of the books that an answer asked for and that has not been read yet. */
export type Want =
  | { readonly kind: "state"; readonly state: string; readonly id: string }
  /** The newest of what is somebody's. */
  | { readonly kind: "statesOf"; readonly owner: string; readonly limit: number }
  | { readonly kind: "settlement"; readonly by: SettlementName; readonly value: string }
  /** What came after an entry of the person. */
  | { readonly kind: "later"; readonly number: number }
  | { readonly kind: "traceCode"; readonly code: string }
  | { readonly kind: "totals" | "entries"; readonly from: string; readonly to: string }
  | { readonly kind: "clearings" };

/** By which a settlement of a person is found; numbers as text. */
export type SettlementName = "id" | "msgid" | "number" | "reverses" | "replaces";

/**
 * Thrown out of an answer that needs more than has been read: the rows are read and the answer begins anew. Nothing has
 * been written by then, and the person is locked, so it comes to the same place.
 */
export class NotRead extends Error {
  override readonly name = "NotRead";
  readonly wants: readonly Want[];
  constructor(wants: readonly Want[]) {
    super("more of the books is needed");
    this.wants = wants;
  }
}

export function keyOfWant(want: Want): string {
  switch (want.kind) {
    case "state":
      return `state ${want.state} ${want.id}`;
    case "statesOf":
      return `statesOf ${want.owner} ${want.limit}`;
    case "settlement":
      return `settlement ${want.by} ${want.value}`;
    case "later":
      return `later ${want.number}`;
    case "traceCode":
      return `traceCode ${want.code}`;
    case "totals":
    case "entries":
      return `${want.kind} ${want.from} ${want.to}`;
    case "clearings":
      return "clearings";
  }
}
