import { useEffect, useRef } from "react";

import { inBackground } from "../parts/in-background.ts";

/**
 * Whether this page is the one of its desk that takes what a port reads: of those that can be seen, the one that somebody
 * used last. It stays that while another program is before the cashier, and hands over when it is closed, hidden or gone.
 * Pages of one browser know of one another; another browser is another machine's for all that can be known.
 */
export function useForemost(desk: string): () => boolean {
  const isForemost = useRef(false);
  useEffect(() => followTurn(`scans ${desk}`, isForemost), [desk]);
  return () => document.visibilityState !== "hidden" && isForemost.current;
}

/** A lock of that name is held by the foremost page; whoever is used takes it, the others wait for it. */
function followTurn(name: string, isForemost: { current: boolean }): () => void {
  // Without a secure origin there are no locks; devices are not for such a page either.
  if (!isSecureContext) {
    isForemost.current = true;
    return () => undefined;
  }
  let waiting = new AbortController();
  let letGo: () => void = () => undefined;
  let hasEnded = false;
  const hold = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    letGo = resolve;
    isForemost.current = true;
    await promise;
    isForemost.current = false;
  };
  const isSeen = (): boolean => !hasEnded && document.visibilityState !== "hidden";
  const lost = (by: AbortSignal): void => {
    // Given up by itself it waits no longer; taken by another page it waits for its turn.
    if (by.aborted) return;
    isForemost.current = false;
    if (isSeen()) wait();
  };
  const ask = async (options: LockOptions, by: AbortSignal): Promise<void> => {
    try {
      await navigator.locks.request(name, options, hold);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") lost(by);
      // Where there are no turns to take, the page is alone for all that it knows.
      else isForemost.current = true;
    }
  };
  const giveUp = (): void => {
    waiting.abort();
    letGo();
    isForemost.current = false;
  };
  const wait = (): void => {
    waiting = new AbortController();
    inBackground(ask({ signal: waiting.signal }, waiting.signal));
  };
  const take = (): void => {
    if (isForemost.current || !isSeen()) return;
    waiting.abort();
    waiting = new AbortController();
    inBackground(ask({ steal: true }, waiting.signal));
  };
  const turn = (): void => {
    if (!isSeen()) giveUp();
    else if (document.hasFocus()) take();
    else if (!isForemost.current) wait();
  };
  const end = onUse(take, turn);
  turn();
  return () => {
    hasEnded = true;
    end();
    giveUp();
  };
}

/** @returns what ends it */
function onUse(used: () => void, turn: () => void): () => void {
  const signs = ["focus", "pointerdown", "keydown"] as const;
  for (const sign of signs) window.addEventListener(sign, used, { capture: true });
  document.addEventListener("visibilitychange", turn);
  return () => {
    for (const sign of signs) window.removeEventListener(sign, used, { capture: true });
    document.removeEventListener("visibilitychange", turn);
  };
}
