import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";

import "./button.css";

/** Something that can be pressed. `keyName` shows the function key that does the same. */
export function Button({
  children,
  onPress,
  look = "plain",
  keyName,
  isDisabled = false,
  type = "button",
  label,
}: {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  readonly look?: "plain" | "accent" | "quiet" | "danger";
  readonly keyName?: string;
  readonly isDisabled?: boolean;
  readonly type?: "button" | "submit";
  /** Where the words inside do not say it. */
  readonly label?: string;
}) {
  return (
    <AriaButton
      className={`button button-${look}`}
      type={type}
      isDisabled={isDisabled}
      {...(onPress === undefined ? {} : { onPress })}
      {...(label === undefined ? {} : { "aria-label": label })}
    >
      {children}
      {keyName === undefined ? null : <kbd className="key">{keyName}</kbd>}
    </AriaButton>
  );
}
