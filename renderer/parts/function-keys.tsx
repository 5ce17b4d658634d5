import { useEffect, useEffectEvent } from "react";
import { Button } from "react-aria-components";

import "./function-keys.css";

/** One key of the row at the foot of a screen: what it is called, what it does, whether it does it now. */
export interface FunctionKey {
  /** As `KeyboardEvent.key` has it: F2, F9, Escape … */
  readonly key: string;
  readonly label: string;
  readonly run: () => void;
  readonly isDisabled?: boolean;
  readonly look?: "accent";
}

/**
 * The keys of a screen, shown and listened to. A key held down counts once, and none is taken while a dialog is open: that
 * has its own.
 */
export function FunctionKeys({
  keys,
  label,
}: {
  readonly keys: readonly FunctionKey[];
  readonly label: string;
}) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const pressed = keys.find(({ key }) => key === event.key);
    if (pressed === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (document.querySelector("[role=dialog],[role=alertdialog]") !== null) return;
    event.preventDefault();
    if (!event.repeat && pressed.isDisabled !== true) pressed.run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <div className="function-keys" role="toolbar" aria-label={label}>
      {keys.map(({ key, label: name, run, isDisabled, look }) => (
        <Button
          key={key}
          className={look === "accent" ? "function-key function-key-accent" : "function-key"}
          isDisabled={isDisabled ?? false}
          onPress={run}
          // A press must not take the focus from where the scanner types.
          preventFocusOnPress
        >
          <kbd className="function-key-name">{key === "Escape" ? "Esc" : key}</kbd>
          <span>{name}</span>
        </Button>
      ))}
    </div>
  );
}
