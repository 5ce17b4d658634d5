import { useEffect, useEffectEvent } from "react";

/** Calls when nobody has touched anything for so long; `onTouch` at most once a second while somebody does. */
export function useIdle(
  afterMs: number,
  { onIdle, onTouch }: { readonly onIdle: () => void; readonly onTouch: () => void },
): void {
  const idle = useEffectEvent(onIdle);
  const touch = useEffectEvent(onTouch);
  useEffect(() => {
    let last = 0;
    let timer = setTimeout(() => idle(), afterMs);
    const seen = (): void => {
      const now = performance.now();
      if (now - last < 1000) return;
      last = now;
      clearTimeout(timer);
      timer = setTimeout(() => idle(), afterMs);
      touch();
    };
    const events = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
    for (const name of events) window.addEventListener(name, seen, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      for (const name of events) window.removeEventListener(name, seen, { capture: true });
    };
  }, [afterMs]);
}
