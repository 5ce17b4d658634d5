import type { ReactNode } from "react";
import { Form } from "react-aria-components";

import { inBackground } from "../parts/in-background.ts";
import { Logo } from "../parts/logo.tsx";
import { useWords } from "../words/words.ts";
import "./gate.css";

/** What stands before the screens: one short form in the middle of a quiet page. */
export function Gate({
  title,
  lead,
  onSubmit,
  children,
  below,
}: {
  readonly title: string;
  readonly lead: string;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
  readonly below?: ReactNode;
}) {
  const { common } = useWords();
  return (
    <main className="gate">
      <div className="gate-brand">
        <Logo />
        <span className="gate-name">{common.product}</span>
        <span className="gate-name-long">{common.productLong}</span>
      </div>
      <Form
        className="gate-form"
        onSubmit={(event) => {
          event.preventDefault();
          inBackground(onSubmit());
        }}
      >
        <h1 className="gate-title">{title}</h1>
        <p className="gate-lead">{lead}</p>
        {children}
      </Form>
      <div className="gate-below">{below}</div>
    </main>
  );
}
