import type { Ref } from "react";
import { Form } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { inBackground } from "../parts/in-background.ts";
import { useWords } from "../words/words.ts";
import { isAmount } from "./search-of.ts";
import type { Finding } from "./use-search.ts";

const states = ["none", "pending", "sent", "confirmed", "rejected", "unknown"] as const;

/** What to look for. Enter in any field looks. */
export function HistorySearch({
  finding,
  textRef,
}: {
  readonly finding: Finding;
  readonly textRef: Ref<HTMLInputElement>;
}) {
  const { history, domain } = useWords();
  const { search: words } = history;
  const { search, change, find } = finding;
  return (
    <Form
      className="history-search"
      validationBehavior="aria"
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        inBackground(find());
      }}
    >
      <div className="history-search-text">
        <Field
          label={words.text}
          value={search.text}
          onChange={(text) => change({ text })}
          inputRef={textRef}
          autoFocus
          suffix={<kbd className="key">F2</kbd>}
        />
      </div>
      <Field label={words.day} type="date" value={search.day} onChange={(day) => change({ day })} />
      <Field
        label={words.amount}
        inputMode="decimal"
        value={search.amount}
        onChange={(amount) => change({ amount: amount.trim() })}
        error={isAmount(search.amount) ? null : words.amountWrong}
      />
      <Choice
        label={words.state}
        value={search.state}
        onChange={(value) => change({ state: states.find((one) => one === value) ?? "" })}
        options={[
          { value: "", name: words.anyState },
          ...states.map((value) => ({ value, name: domain.messageStates[value] })),
        ]}
      />
      <Button type="submit" look="accent">
        {words.submit}
      </Button>
      <p className="history-hint">{words.hint}</p>
    </Form>
  );
}
