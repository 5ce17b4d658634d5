import { referenceHabits } from "../../upload/habits.ts";
import type { LineAdapter } from "../adapter.ts";

/** The reference centre: a token, nothing is signed. */
export function plainAdapter(token: string): LineAdapter {
  return {
    habits: referenceHabits,
    path: "/fsi/api",
    region: { infver: "V1.0", recer_sys_code: "onestop-centre" },
    headers: () => ({ authorization: `Bearer ${token}` }),
    accepts: () => true,
    asksToSignIn: (message) => message.includes("sign_no"),
  };
}
