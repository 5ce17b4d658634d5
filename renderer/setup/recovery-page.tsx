import { useState } from "react";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Gate } from "../session/gate.tsx";
import { useWords } from "../words/words.ts";

/** The group that is asked for: not the first, which is read off the screen without looking at the paper. */
const asked = 6;

/** The recovery key, once. It is confirmed from the paper, because a key that nobody has written down is none. */
export function RecoveryPage({
  text,
  onKept,
}: {
  readonly text: string;
  readonly onKept: () => Promise<void>;
}) {
  const { setup } = useWords();
  const words = setup.recovery;
  const [typed, setTyped] = useState("");
  const [isShown, setShown] = useState(true);
  const [isWrong, setWrong] = useState(false);
  const groups = text.split(/[\s-]+/);
  const submit = async (): Promise<void> => {
    const isRight = typed.trim().toUpperCase() === groups[asked - 1];
    setWrong(!isRight);
    if (isRight) await onKept();
  };
  return (
    <Gate title={words.title} lead={`${setup.step(4, 4)}。${words.lead}`} onSubmit={submit}>
      <ol className="setup-key" aria-label={words.title} data-hidden={isShown ? undefined : ""}>
        {groups.map((group, at) => (
          <li key={words.group(at + 1)}>
            <span className="setup-key-at">{at + 1}</span>
            <strong className="mono">{isShown ? group : "•••••"}</strong>
          </li>
        ))}
      </ol>
      <Button onPress={() => window.print()}>{words.print}</Button>
      <Field
        label={words.confirm(asked)}
        value={typed}
        onChange={(value) => {
          // From here on it is the paper that is asked, not the screen.
          setShown(value === "");
          setWrong(false);
          setTyped(value);
        }}
        error={isWrong ? words.wrong : null}
      />
      <Button type="submit" look="accent" keyName="Enter" isDisabled={typed.trim() === ""}>
        {words.submit}
      </Button>
    </Gate>
  );
}
