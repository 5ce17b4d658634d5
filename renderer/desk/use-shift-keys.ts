import { useEffect, useEffectEvent } from "react";

/** What function keys do together with Shift, while no dialog is open. A key held down counts once. */
export function useShiftKeys(runs: Readonly<Record<string, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const run = Object.hasOwn(runs, event.key) ? runs[event.key] : undefined;
    if (run === undefined || !event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
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
