/** How the centre of a region behaves where regions differ (domain §8). A region's adapter tells them. */
export interface Habits {
  /** The same message under the same number gets the same answer and is done once. */
  readonly isIdempotent: boolean;
  /** 2601 for a number that the centre never saw succeeds, and keeps that number out. */
  readonly undoesUnseen: boolean;
  /** The fund total of an answer has the accounts in it. */
  readonly fundIncludesAccounts: boolean;
  /** Family account money stands in a field of its own; else it is part of the own account's. */
  readonly tellsFamily: boolean;
}

/** Those of the reference centre. */
export const referenceHabits: Habits = {
  isIdempotent: true,
  undoesUnseen: true,
  fundIncludesAccounts: false,
  tellsFamily: true,
};
