import type { CentreControl } from "../app/centre-control.ts";
import { decline } from "../app/ground.ts";
import { centreContract } from "./contract-centre.ts";
import type { Call } from "./rpc-verb.ts";
import { ok, verb } from "./rpc-verb.ts";

/** Which centre an engine talks to, for the screens. @param control  null: nothing can be attached from here */
export function centreVerbs(
  control: Pick<CentreControl, "setting" | "change"> | null,
): Readonly<Record<keyof typeof centreContract, Call>> {
  return {
    centreSetting: verb(centreContract.centreSetting, (terminal) => {
      const unattached = { url: terminal.centre(), isGiven: false, isAttached: false, fault: null };
      return ok({ ...(control?.setting() ?? unattached) });
    }),
    changeCentre: verb(
      centreContract.changeCentre,
      async (_terminal, change) =>
        (await control?.change(change)) ??
        decline("NOT_SUPPORTED", "这里不能连接中心，请在运行结算引擎的电脑上办理", {}),
    ),
  };
}
