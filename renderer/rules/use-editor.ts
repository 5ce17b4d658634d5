import { useMemo, useState } from "react";

import type { VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { parseCivilDate } from "../../src/base/civil-date.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import { useShift } from "../session/operator.ts";
import { useWords } from "../words/words.ts";
import type { ValueDraft } from "./draft-shape.ts";
import { hasForm } from "./draft-shape.ts";
import type { Provenance } from "./draft-value.ts";
import { entryOf, isComplete } from "./draft-value.ts";
import type { RuleValue } from "./status-mark.tsx";
import { useLater } from "./use-later.ts";

/** Who has told the values of a supplement. */
export interface About {
  readonly keeps: boolean;
  readonly label: string;
  readonly source: string;
  readonly signedBy: string;
}

type Check = VerbOutput<"checkSupplement">;
type Drafted = VerbOutput<"draftSupplement">;

export interface Editor {
  readonly draft: ValueDraft;
  readonly provenance: Provenance;
  readonly about: About;
  readonly base: Drafted["base"];
  /** null: the form; else the whole text. */
  readonly text: string | null;
  /** What the form comes to as text; null while it is being written. */
  readonly written: string | null;
  readonly isFromWrong: boolean;
  /** What it comes to; undefined while it is being tried. */
  readonly check: Check | undefined;
  /** Values that are known now and would not be. */
  readonly lost: number;
  /** Values that are unknown now and would be known. */
  readonly won: number;
  /** The file to be saved; null while something is missing or wrong. */
  readonly file: VerbInput<"saveSupplement">["file"] | null;
  readonly isWhole: boolean;
  readonly setDraft: (draft: ValueDraft) => void;
  readonly setProvenance: (provenance: Provenance) => void;
  readonly setAbout: (about: About) => void;
  readonly setText: (text: string | null) => void;
}

const typingMs = 250;
const empty: ValueDraft = { fields: {}, tables: {} };

/** An unknown value on its way to a supplement: what is typed, and what the engine makes of it. */
export function useEditor(value: RuleValue): Editor {
  const words = useWords().rules.editor;
  const { operator } = useShift();
  const [draft, setDraft] = useState(empty);
  const [provenance, setProvenance] = useState<Provenance>({ status: "unconfirmed", clause: "", from: "" });
  const [about, setAbout] = useState<About>({
    keeps: true,
    label: words.standard,
    source: "",
    signedBy: operator.name,
  });
  const [text, setText] = useState<string | null>(null);
  const input = useMemo(
    () => ({ ...about, entries: hasForm(value) ? [entryOf(value, draft, provenance)] : [] }),
    [about, value, draft, provenance],
  );
  const asked = useLater(input, typingMs);
  const drafted = useVerb("draftSupplement", asked);
  const askedText = useLater(text, typingMs);
  const name = drafted.data?.file.name ?? "institution.yaml";
  const tried = useVerb(
    "checkSupplement",
    { name, text: askedText ?? "" },
    { enabled: askedText !== null && text !== null },
  );
  const now = useVerb("unknownRules", { plan: null });
  const isFresh = text === null ? asked === input : askedText === text;
  const check = !isFresh ? undefined : text === null ? drafted.data : tried.data;
  const isFromWrong = provenance.from !== "" && parseCivilDate(provenance.from) === null;
  const isWhole =
    text !== null ||
    (isComplete(value, draft) &&
      !isFromWrong &&
      [about.label, about.source, about.signedBy, provenance.clause].every((one) => one.trim() !== ""));
  const file = text === null ? drafted.data?.file : { name, text };
  const isGood = isWhole && check !== undefined && check.faults.length === 0;
  return {
    draft,
    provenance,
    about,
    base: drafted.data?.base ?? null,
    text,
    written: asked === input ? (drafted.data?.file.text ?? null) : null,
    isFromWrong,
    check,
    lost: missingIn(now.data, check?.unknown),
    won: missingIn(check?.unknown, now.data),
    file: isGood && file !== undefined ? { name: file.name, text: file.text } : null,
    isWhole,
    setDraft,
    setProvenance,
    setAbout,
    setText,
  };
}

/** How many of some values the others have not; none while either is still to come. */
function missingIn(
  others: readonly RuleValue[] | undefined,
  values: readonly RuleValue[] | undefined,
): number {
  if (others === undefined || values === undefined) return 0;
  const places = new Set(others.map(placeOf));
  return [...new Set(values.map(placeOf))].filter((place) => !places.has(place)).length;
}

function placeOf({ pack, path }: RuleValue): string {
  return `${pack} ${path}`;
}
