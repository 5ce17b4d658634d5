import type { Fen } from "../base/money.ts";
import { addFen, formatFen, subtractFen, zeroFen } from "../base/money.ts";
import type { Claim } from "../settle/claim.ts";
import type { AccountDraw } from "../settle/settlement.ts";
import type { Ground } from "./ground.ts";
import { decline } from "./ground.ts";
import type { Refused } from "./terminal.ts";

/** A personal account as it stands here: what the region told, less what has been taken since. */
export interface Account {
  readonly balance: Fen;
  readonly asOf: string;
}

/** @returns null for somebody of whom nothing is held */
export function accountOf({ store }: Ground, personKey: Buffer): Account | null {
  const row = store.persons.facts(personKey);
  if (row === undefined) return null;
  const taken = store.accountMovements.takenAfter(personKey, row.after_number);
  return { balance: subtractFen(row.balance_fen, taken), asOf: row.as_of };
}

/** Whose accounts the relatives of a claim are, by their place; null where the claim does not say. */
export function familyHolders({ vault }: Ground, { account }: Claim): readonly (Buffer | null)[] {
  return account.family.map(({ psnNo }) => (psnNo === undefined ? null : vault.lookup("person", psnNo)));
}

/** What is to be drawn, and what a reversal in the same breath gives back. */
interface Drawing {
  readonly claim: Claim;
  readonly personKey: Buffer;
  readonly draws: readonly AccountDraw[];
  readonly givenBack: readonly AccountDraw[];
}

/**
 * A claim tells balances as somebody read them; by the time of the commit another sale may have used them. Read inside
 * the writing transaction, so that no account that is held here is ever overdrawn.
 */
export function overdraft(ground: Ground, { claim, personKey, draws, givenBack }: Drawing): Refused | null {
  const holders = familyHolders(ground, claim);
  const keyOf = ({ member }: AccountDraw): Buffer | null =>
    member === null ? personKey : (holders[member] ?? null);
  const sumOf = (list: readonly AccountDraw[], key: Buffer): Fen =>
    list.reduce((sum, draw) => (keyOf(draw)?.equals(key) === true ? addFen(sum, draw.amount) : sum), zeroFen);
  for (const draw of draws) {
    const key = keyOf(draw);
    const account = key === null ? null : accountOf(ground, key);
    if (key === null || account === null) continue;
    const available = addFen(account.balance, sumOf(givenBack, key));
    if (sumOf(draws, key) <= available) continue;
    const message = "个人账户余额已变动，请重新识别参保人并重新预结算";
    const details = { relation: draw.relation, available: formatFen(available) };
    return decline("PREVIEW_STALE", message, details).refusal;
  }
  return null;
}
