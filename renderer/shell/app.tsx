import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components";

import { inBackground } from "../parts/in-background.ts";
import { RpcContext } from "../rpc/rpc-context.ts";
import type { Transport } from "../rpc/transport.ts";
import { PreferencesContext, usePreferences } from "../session/preferences.ts";
import { loadWords } from "../words/load-words.ts";
import type { Words } from "../words/words.ts";
import { WordsContext } from "../words/words.ts";
import { zh } from "../words/zh.ts";
import { SignedIn } from "./signed-in.tsx";

/** The page once it has a way to the engine, whichever host it runs in. */
export function App({
  transport,
  above,
}: {
  readonly transport: Transport;
  /** What a host lays over every page of it. */
  readonly above?: ReactNode;
}) {
  const chosen = usePreferences();
  const [preferences, change] = chosen;
  const { language, largeType, highContrast } = preferences;
  const [words, setWords] = useState<Words>(zh);
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const loaded = await loadWords(language);
      if (isCurrent) setWords(loaded);
    };
    inBackground(load());
    return () => {
      isCurrent = false;
    };
  }, [language]);
  useEffect(() => {
    const { documentElement: page } = document;
    page.lang = language === "zh" ? "zh-CN" : "en";
    page.dataset["type"] = largeType ? "large" : "normal";
    page.dataset["contrast"] = highContrast ? "high" : "normal";
  }, [language, largeType, highContrast]);
  const queries = useMemo(
    () =>
      new QueryClient({
        defaultOptions: { queries: { retry: false, staleTime: 2000, networkMode: "always" } },
      }),
    [],
  );
  return (
    <WordsContext value={words}>
      <I18nProvider locale={language === "zh" ? "zh-CN" : "en-GB"}>
        <RpcContext value={transport}>
          <QueryClientProvider client={queries}>
            {above}
            <PreferencesContext value={chosen}>
              <SignedIn preferences={preferences} change={change} />
            </PreferencesContext>
          </QueryClientProvider>
        </RpcContext>
      </I18nProvider>
    </WordsContext>
  );
}
