import { useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";

import { inBackground } from "../parts/in-background.ts";
import { Logo } from "../parts/logo.tsx";
import { loadWords } from "../words/load-words.ts";
import type { Language } from "../words/language.ts";
import type { Words } from "../words/words.ts";
import { useWords, WordsContext } from "../words/words.ts";
import { zh } from "../words/zh.ts";
import { openPass } from "./ask-self.ts";
import { SelfDesk } from "./self-desk.tsx";
import "./self.css";

/** The page where an insured person looks at their own records. */
export function SelfPage() {
  const [language, setLanguage] = useState<Language>("zh");
  const [words, setWords] = useState<Words>(zh);
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const loaded = await loadWords(language);
      if (isCurrent) setWords(loaded);
    };
    inBackground(load());
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return (
    <WordsContext value={words}>
      <I18nProvider locale={language === "zh" ? "zh-CN" : "en-GB"}>
        <Opened onLanguage={setLanguage} />
      </I18nProvider>
    </WordsContext>
  );
}

function Opened({ onLanguage }: { readonly onLanguage: (language: Language) => void }) {
  const { self: words } = useWords();
  const [pass, setPass] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const open = async (): Promise<void> => {
      setPass(await openPass());
    };
    inBackground(open());
  }, []);
  if (pass === undefined) return null;
  if (pass === null)
    return (
      <main className="self-closed">
        <Logo />
        <h1>{words.closed}</h1>
        <p>{words.closedHint}</p>
      </main>
    );
  return <SelfDesk pass={pass} onLanguage={onLanguage} onEnded={() => setPass(null)} />;
}
