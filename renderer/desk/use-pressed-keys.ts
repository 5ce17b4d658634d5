import { useEffect, useEffectEvent } from "react";

/**
 * What function keys do that do not stand in the row at the foot: by themselves, or together with Shift. While a dialog is
 * open they do nothing. A key held down counts once.
 */
export function usePressedKeys(runs: Readonly<Record<string, () => void>>, withShift: boolean): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const run = Object.hasOwn(runs, event.key) ? runs[event.key] : undefined;
    if (run === undefined || event.shiftKey !== withShift || event.altKey || event.ctrlKey || event.metaKey)
      return;
    if (document.querySelector("[role=dialog],[role=alertdialog]") !== null) return;
    event.preventDefault();
    if (!event.repeat) run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
