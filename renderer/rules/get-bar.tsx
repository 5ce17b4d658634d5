import { useState } from "react";
import { FileTrigger } from "react-aria-components";

import { Button } from "../parts/button.tsx";
import { inBackground } from "../parts/in-background.ts";
import { Said } from "../parts/said.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useAct } from "../rpc/use-act.ts";
import { useWords } from "../words/words.ts";
import { useMayChange } from "./use-may-change.ts";

/** What the engine takes at most. */
const fileCharactersMax = 3 * 1024 * 1024;

interface Told {
  readonly look: "good" | "warn" | "bad";
  readonly text: string;
}

/** Ways by which rules and catalogues come: from the centre, or in a file. Nothing of it is in use before it is activated. */
export function GetBar() {
  const { get: words } = useWords().rules;
  const mayChange = useMayChange();
  const rules = useAct("fetchRules");
  const catalogue = useAct("fetchCatalogue");
  const file = useAct("importRules");
  const acts = [rules, catalogue, file];
  const isBusy = acts.some((act) => act.isBusy);
  const [told, setTold] = useState<Told | null>(null);
  const [last, setLast] = useState<"rules" | "catalogue" | "file" | null>(null);
  const tell = (got: readonly unknown[] | null): void => {
    if (got === null) setTold(null);
    else if (got.length === 0) setTold({ look: "good", text: words.nothingNew });
    else setTold({ look: "good", text: words.got(got.length) });
  };
  const read = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    setLast("file");
    if (chosen.size > fileCharactersMax) setTold({ look: "bad", text: words.tooLarge });
    else tell(await file.run({ text: await chosen.text() }));
  };
  const fetch = async (which: "rules" | "catalogue"): Promise<void> => {
    setLast(which);
    tell(which === "rules" ? await rules.run({}) : await catalogue.run({}));
  };
  const act = last === null ? null : { rules, catalogue, file }[last];
  const refusal = told === null ? (act?.refusal ?? null) : null;
  if (!mayChange) return null;
  return (
    <div className="rules-get" role="group" aria-label={words.title}>
      <div className="page-row">
        <Button onPress={() => inBackground(fetch("rules"))} isDisabled={isBusy}>
          {words.fetch}
        </Button>
        <FileTrigger
          acceptedFileTypes={[".json", ".onestop", "application/json"]}
          onSelect={(files) => inBackground(read(files?.[0]))}
        >
          <Button isDisabled={isBusy}>{words.file}</Button>
        </FileTrigger>
        <Button onPress={() => inBackground(fetch("catalogue"))} isDisabled={isBusy}>
          {words.fetchCatalogue}
        </Button>
      </div>
      {refusal === null ? null : <Trouble refusal={refusal} safe={words.refusedSafe} />}
      {told === null ? null : <Said look={told.look}>{told.text}</Said>}
    </div>
  );
}
