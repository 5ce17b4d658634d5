import { referenceHabits } from "../../upload/habits.ts";
import { asksToSignIn } from "../../wire/centre-answer.ts";
import { regionFields } from "../../wire/centre-request.ts";
import type { LineAdapter } from "../adapter.ts";

/** The reference centre: a token, nothing is signed. */
export function plainAdapter(token: string): LineAdapter {
  return {
    habits: referenceHabits,
    path: "/fsi/api",
    region: regionFields("V1.0", "onestop-centre"),
    headers: () => ({ authorization: `Bearer ${token}` }),
    accepts: () => true,
    asksToSignIn,
  };
}
