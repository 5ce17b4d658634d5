import { createHash } from "node:crypto";

import type { StatementEntry } from "../recon/statement.ts";
import type { Ground } from "./ground.ts";
import { foreignOf, statementEntries } from "./statement-entries.ts";
import { lineVerbsOf } from "./line-state.ts";

export function digestOf({ vault }: Ground, entries: readonly StatementEntry[]): string {
  return vault.digest(JSON.stringify(entries)).toString("hex");
}

/**
 * The digest of a day's statement as it is now, for whoever asks again and again: the statement is made anew only when
 * something that it is made of has moved. Asking for that opens no seal.
 */
export function digestNowOf(ground: Ground): (day: string) => string {
  let last = { day: "", basis: "", digest: "" };
  return (day) => {
    const basis = basisOf(ground, day);
    if (last.day !== day || last.basis !== basis)
      last = { day, basis, digest: digestOf(ground, statementEntries(ground, day)) };
    return last.digest;
  };
}

/** All of it that may change: what a settlement is stays, how it stands does not. */
function basisOf(ground: Ground, day: string): string {
  const { store, institution } = ground;
  const marks = store.closings.marksOf(day);
  const moved = marks.map(({ number }) => store.closings.standingOf(number));
  const provisional = lineVerbsOf(ground).provisionals();
  const basis = [
    institution.type,
    institution.region,
    store.closings.standings(day, day),
    marks,
    moved,
    foreignOf(ground, day),
    provisional.map(({ msgid }) => msgid),
  ];
  return createHash("sha256").update(JSON.stringify(basis)).digest("hex");
}
