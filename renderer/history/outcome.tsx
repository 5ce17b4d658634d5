import type { ReactNode } from "react";

import type { Verb } from "../../src/gateway/contract.ts";
import { Trouble } from "../parts/trouble.tsx";
import { useWords } from "../words/words.ts";
import type { Deed } from "./use-deed.ts";

/** What became of a deed that is not done: why not, or that it is not yet known. */
export function Outcome<V extends Verb>({
  deed,
  children,
}: {
  readonly deed: Deed<V>;
  readonly children?: ReactNode;
}) {
  const { unknown } = useWords().history;
  if (deed.is === "unknown")
    return (
      <>
        <h3 className="pay-unknown">{unknown.title}</h3>
        <Trouble refusal={deed.refusal} safe={unknown.lead} />
      </>
    );
  if (deed.is !== "open" || deed.refusal === null) return null;
  return <Trouble refusal={deed.refusal}>{children}</Trouble>;
}
