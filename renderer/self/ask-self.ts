import type { z } from "zod";

import type { SelfContract, SelfVerb } from "../../src/gateway/contract-self.ts";
import type { Refusal } from "../rpc/transport.ts";
import { noAnswer } from "../rpc/transport.ts";

export type SelfOutput<V extends SelfVerb> = z.output<SelfContract[V]["output"]>;
export type SelfAnswer<V extends SelfVerb> =
  { readonly ok: true; readonly value: SelfOutput<V> } | { readonly ok: false; readonly refusal: Refusal };

/** Kept by the tab alone, so that a reload stays open: it says nothing of anybody, and opens this page only. */
const place = "onestop.self";

/** The pass for the code of the address, which is taken out of it. @returns null without a code that is taken */
export async function openPass(): Promise<string | null> {
  const code = /^#code=([\w-]+)$/.exec(location.hash)?.[1];
  if (code === undefined) return sessionStorage.getItem(place);
  history.replaceState(null, "", location.pathname);
  const response = await fetch("/self/session", { method: "POST", body: JSON.stringify({ code }) });
  if (!response.ok) return null;
  const answer: unknown = await response.json();
  if (typeof answer !== "object" || answer === null || !("session" in answer)) return null;
  if (typeof answer.session !== "string") return null;
  sessionStorage.setItem(place, answer.session);
  return answer.session;
}

/** One question of the self-service page. */
export async function askSelf<V extends SelfVerb>(
  pass: string,
  verb: V,
  input: z.input<SelfContract[V]["input"]>,
): Promise<SelfAnswer<V>> {
  try {
    const response = await fetch(`/self/ask/${verb}`, {
      method: "POST",
      headers: { authorization: `Bearer ${pass}`, "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    if (response.status === 401 || response.status === 403) return noAnswer("SESSION_ENDED");
    if (response.status === 429) return noAnswer("TOO_MANY");
    if (!response.ok && response.status !== 503) return noAnswer("UNREACHABLE");
    // oxlint-disable-next-line typescript/no-unsafe-assignment -- the engine's own types: this page came from that very engine
    const answer: SelfAnswer<V> = await response.json();
    return answer;
  } catch {
    return noAnswer("UNREACHABLE");
  }
}
