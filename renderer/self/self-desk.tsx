import { useEffect, useEffectEvent, useState } from "react";

import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Logo } from "../parts/logo.tsx";
import { useWedge } from "../scan/use-wedge.ts";
import type { Language } from "../words/language.ts";
import { useWords } from "../words/words.ts";
import { askSelf } from "./ask-self.ts";
import { OwnRecords } from "./own-records.tsx";
import type { Visitor } from "./use-visitor.ts";
import { useVisitor } from "./use-visitor.ts";

/** Waits for a credential; shows what it opens; forgets it. */
export function SelfDesk({
  pass,
  onLanguage,
  onEnded,
}: {
  readonly pass: string;
  readonly onLanguage: (language: Language) => void;
  readonly onEnded: () => void;
}) {
  const { self: words } = useWords();
  const visitor = useVisitor(pass);
  const place = usePlace(pass, onEnded);
  useWedge((text) => inBackground(visitor.show(text)));
  const leave = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "Escape") visitor.forget();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => leave(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <div className="self">
      <header className="self-head">
        <Logo />
        <span className="self-place">{place?.institution}</span>
        {place?.demo === true ? (
          <span className="tag self-demo">
            <Icon name="flask" />
            {words.demo}
          </span>
        ) : null}
        <span className="self-space" />
        <Button look="quiet" onPress={() => onLanguage(words.otherLanguage)}>
          {words.otherLanguageName}
        </Button>
      </header>
      <main className="self-main">
        {visitor.records === null ? <Waiting visitor={visitor} /> : <OwnRecords records={visitor.records} />}
      </main>
      <footer className="self-foot">
        <p role="status">
          {visitor.secondsLeft === null ? words.privacy : words.forgetting(visitor.secondsLeft)}
        </p>
        {visitor.records === null ? null : (
          <Button look="accent" keyName="Esc" onPress={visitor.forget}>
            {words.done}
          </Button>
        )}
      </footer>
    </div>
  );
}

function usePlace(pass: string, onEnded: () => void) {
  const [place, setPlace] = useState<{ readonly institution: string; readonly demo: boolean } | null>(null);
  const ended = useEffectEvent(onEnded);
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const answer = await askSelf(pass, "selfPlace", {});
      if (!isCurrent) return;
      if (answer.ok) setPlace(answer.value);
      else if (answer.refusal.code === "SESSION_ENDED") ended();
    };
    inBackground(ask());
    return () => {
      isCurrent = false;
    };
  }, [pass]);
  return place;
}

function Waiting({ visitor }: { readonly visitor: Visitor }) {
  const { self: words, refusals } = useWords();
  const [typed, setTyped] = useState("");
  const { refusal, isBusy } = visitor;
  const known = Object.entries(refusals).find(([code]) => code === refusal?.code)?.[1];
  return (
    <div className="self-waiting">
      <Icon name="scan" />
      <h1>{isBusy ? words.reading : words.title}</h1>
      <p>{words.lead}</p>
      <div className="self-field">
        <Field
          label={words.field}
          type="password"
          value={typed}
          onChange={setTyped}
          autoFocus
          onEnter={() => {
            if (typed.trim() === "") return;
            setTyped("");
            inBackground(visitor.show(typed.trim()));
          }}
        />
      </div>
      {refusal === null ? null : (
        <p className="self-refusal" role="alert">
          <strong>{known?.title ?? words.refused}</strong> {refusal.message} {words.refusedTodo}
        </p>
      )}
    </div>
  );
}
