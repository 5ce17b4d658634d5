import type { ReactNode } from "react";

import type { IconName } from "./icon.tsx";
import { Icon } from "./icon.tsx";
import "./page.css";

const icons: Readonly<Record<"good" | "warn" | "bad", IconName>> = {
  good: "check",
  warn: "warn",
  bad: "cross",
};

/** One line about how something stands or has ended: a colour, a sign and words. */
export function Said({
  look,
  children,
}: {
  readonly look: "good" | "warn" | "bad";
  readonly children: ReactNode;
}) {
  return (
    <p className={`said said-${look}`} role="status">
      <Icon name={icons[look]} />
      <span>{children}</span>
    </p>
  );
}
