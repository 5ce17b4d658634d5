import type { Ground } from "../ground.ts";
import { maskName, maskNumber } from "../papers/mask.ts";
import { holdersOf } from "../people.ts";

export interface Masked {
  readonly name: string;
  readonly psnNo: string;
}

/** Whom these books do not know. */
export const nobody: Masked = { name: "", psnNo: "" };

/** People by their keys in hexadecimal digits. */
export type MaskedByKey = ReadonlyMap<string, Masked>;

/** Whom rows are of, masked: a list of many is no place for names and numbers. What is sealed is opened once. */
export interface MaskedPeople {
  /** At least these. */
  readonly of: (keys: readonly string[]) => MaskedByKey;
  /** Takes over whom somebody else has found. */
  readonly learn: (found: MaskedByKey) => void;
  /** Whom this one has found since it was last asked. */
  readonly takeFound: () => MaskedByKey;
}

/** People who are kept at hand. */
const peopleMax = 60_000;

export function maskedPeople(books: Pick<Ground, "store" | "vault">): MaskedPeople {
  const known = new Map<string, Masked>();
  let found = new Map<string, Masked>();
  const learn = (more: MaskedByKey): void => {
    if (known.size >= peopleMax) known.clear();
    for (const [key, masked] of more) known.set(key, masked);
  };
  return {
    of: (keys) => {
      if (known.size >= peopleMax) known.clear();
      const unknown = [...new Set(keys.filter((key) => !known.has(key)))];
      const holders = holdersOf(books, unknown);
      for (const key of unknown) {
        const holder = holders.get(key);
        const masked =
          holder === undefined ? nobody : { name: maskName(holder.name), psnNo: maskNumber(holder.psnNo) };
        known.set(key, masked);
        found.set(key, masked);
      }
      return known;
    },
    learn,
    takeFound: () => {
      const taken = found;
      found = new Map();
      return taken;
    },
  };
}
