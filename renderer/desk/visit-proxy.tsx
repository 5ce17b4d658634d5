import { useEffect, useEffectEvent } from "react";

import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Tick } from "../parts/tick.tsx";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Hear } from "../scan/use-hearing.ts";
import { useWords } from "../words/words.ts";
import { readingsOf } from "../scan/readings.ts";
import { takeText } from "./take-text.ts";
import type { Desk } from "./use-desk.ts";
import type { Proxy } from "./visit.ts";

/** Who collects for the insured person: scanned like anybody, or typed off a document. Both people's papers are shown. */
export function VisitProxy({
  desk,
  hear,
  isElses,
}: {
  readonly desk: Desk;
  readonly hear: Hear;
  /** Whether a scan was meant for another field, which has taken it. */
  readonly isElses: (text: string) => boolean;
}) {
  const { visit: words } = useWords();
  const ask = useAsk();
  const { person, visit } = desk.bill;
  const set = (proxy: Proxy | null): void =>
    desk.change((now) => ({ ...now, visit: { ...now.visit, proxy } }));
  const scanned = useEffectEvent(async (text: string): Promise<void> => {
    if (isElses(text)) return;
    const taken = await takeText(ask, readingsOf(text.trim()));
    if (taken.is === "person" && taken.person.psnNo !== person?.psnNo)
      set({ name: taken.person.name, certNo: taken.person.certNo });
    // Somebody who is not insured here has a document all the same.
    else if (taken.is === "nothing" && /^\d{17}[\dX]$/i.test(text))
      set({ name: "", certNo: text.toUpperCase() });
  });
  useEffect(() => {
    hear((text) => inBackground(scanned(text)));
    return () => hear(null);
  }, [hear]);
  if (person === null) return null;
  const { proxy } = visit;
  return (
    <fieldset className="visit-group">
      <legend>{words.proxy}</legend>
      <Tick
        label={words.hasProxy}
        isOn={proxy !== null}
        onChange={(isOn) => set(isOn ? { name: "", certNo: "" } : null)}
      />
      {proxy === null ? null : (
        <>
          <p className="sheet-lead">{words.proxyHint}</p>
          <div className="sheet-columns">
            <Field label={words.proxyName} value={proxy.name} onChange={(name) => set({ ...proxy, name })} />
            <Field
              label={words.proxyCertNo}
              value={proxy.certNo}
              onChange={(certNo) => set({ ...proxy, certNo: certNo.trim().toUpperCase() })}
            />
          </div>
        </>
      )}
    </fieldset>
  );
}
