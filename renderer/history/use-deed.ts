import { useRef, useState } from "react";

import type { RpcAnswer, Verb, VerbOutput } from "../../src/gateway/contract.ts";
import type { Refusal } from "../rpc/transport.ts";
import { isUnknown } from "../rpc/transport.ts";

/** Where a deed of the books stands. */
export type Deed<V extends Verb> =
  | { readonly is: "open"; readonly refusal: Refusal | null }
  | { readonly is: "busy" }
  /** Booked or not: only the very same request may be sent again. */
  | { readonly is: "unknown"; readonly refusal: Refusal }
  | { readonly is: "done"; readonly value: VerbOutput<V> };

/**
 * Something that is booked once, under a key that is made once: however often it is sent, and whatever becomes of the
 * answers.
 *
 * @param send  the request; sent again as it is while its outcome is unknown
 */
export function useDeed<V extends Verb>(): {
  readonly key: string;
  readonly deed: Deed<V>;
  readonly run: (send: () => Promise<RpcAnswer<V>>) => Promise<Deed<V> | null>;
} {
  const [key] = useState(() => crypto.randomUUID());
  const [deed, setDeed] = useState<Deed<V>>({ is: "open", refusal: null });
  // State is read a moment late: two presses within one frame meet here.
  const isOnItsWay = useRef(false);
  const unanswered = useRef<(() => Promise<RpcAnswer<V>>) | null>(null);
  const run = async (send: () => Promise<RpcAnswer<V>>): Promise<Deed<V> | null> => {
    if (isOnItsWay.current || deed.is === "done") return null;
    isOnItsWay.current = true;
    setDeed({ is: "busy" });
    try {
      const request = unanswered.current ?? send;
      const answer = await request();
      const next = after(answer, unanswered.current !== null);
      unanswered.current = next.is === "unknown" ? request : null;
      setDeed(next);
      return next;
    } finally {
      isOnItsWay.current = false;
    }
  };
  return { key, deed, run };
}

function after<V extends Verb>(answer: RpcAnswer<V>, wasUnknown: boolean): Deed<V> {
  if (answer.ok) return { is: "done", value: answer.value };
  const { refusal } = answer;
  // Who was not let in this time has learnt nothing of the time before.
  const isUnheard = refusal.code === "SESSION_ENDED" || refusal.code === "TOO_MANY";
  return isUnknown(refusal) || (wasUnknown && isUnheard)
    ? { is: "unknown", refusal }
    : { is: "open", refusal };
}
