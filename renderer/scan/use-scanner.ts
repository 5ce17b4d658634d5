import { useEffect, useEffectEvent } from "react";

/** Keys that come faster than this, one after another, come from a scanner. `event.timeStamp` stays true while a page is busy. */
const gapMsMax = 35;
const lengthMin = 6;

/**
 * Takes what a scanner types, wherever the focus is: the letters are taken out of the field that they fell into, and the
 * Enter at their end presses nothing.
 */
export function useScanner(onScan: (text: string) => void): void {
  const scanned = useEffectEvent(onScan);
  useEffect(() => {
    let text = "";
    let lastAt = 0;
    let field: { readonly input: HTMLInputElement; readonly before: string } | null = null;
    const listen = (event: KeyboardEvent): void => {
      const isQuick = event.timeStamp - lastAt <= gapMsMax;
      if (event.key === "Enter") {
        const isScan = isQuick && text.length >= lengthMin;
        const [whole, place] = [text, field];
        text = "";
        field = null;
        if (!isScan) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (place !== null) restore(place.input, place.before);
        scanned(whole);
        return;
      }
      if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return;
      if (!isQuick || text === "") {
        text = "";
        const { target } = event;
        field = target instanceof HTMLInputElement ? { input: target, before: target.value } : null;
      }
      text += event.key;
      lastAt = event.timeStamp;
    };
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, []);
}

/** Sets a field as if it had been typed, so that whoever listens to it hears of it. A date has no range of letters. */
function restore(input: HTMLInputElement, value: string): void {
  if (input.selectionStart === null) return;
  input.setRangeText(value, 0, input.value.length, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
