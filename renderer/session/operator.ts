import { createContext, useContext } from "react";

import { present } from "../../src/base/assert.ts";
import type { VerbOutput } from "../../src/gateway/contract.ts";

/** Who works here now, and where. */
export interface Shift {
  readonly operator: VerbOutput<"signIn">;
  readonly desk: string;
}

export const ShiftContext = createContext<Shift | null>(null);

/** Whoever is signed in; every screen is inside of a sign-in. */
export function useShift(): Shift {
  return present(useContext(ShiftContext), "a signed-in operator");
}
