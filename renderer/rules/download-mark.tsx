import type { VerbOutput } from "../../src/gateway/contract.ts";
import { useWords } from "../words/words.ts";

export type Download = VerbOutput<"rulesDownloads">[number];
export type Catalogue = VerbOutput<"catalogueDownloads">[number];
export type Impact = VerbOutput<"impactOf">;

const looks: Readonly<Record<Download["state"] | Catalogue["state"], string>> = {
  receiving: "tag-note",
  staged: "tag-warn",
  scheduled: "tag-note",
  applying: "tag-note",
  active: "tag-good",
  rollingBack: "tag-note",
  rolledBack: "tag-bad",
  discarding: "tag-note",
  discarded: "tag-bad",
};

/** How a download of rules stands. */
export function DownloadMark({ state }: { readonly state: Download["state"] }) {
  const { downloads } = useWords().rules;
  return <span className={`tag ${looks[state]}`}>{downloads.states[state]}</span>;
}

/** How a download of a catalogue stands. */
export function CatalogueMark({ state }: { readonly state: Catalogue["state"] }) {
  const { catalogue } = useWords().rules;
  return <span className={`tag ${looks[state]}`}>{catalogue.states[state]}</span>;
}

/** "2026-05-10T08:00:00.000+08:00" as people read it. */
export function momentOf(instant: string): string {
  return instant.slice(0, 16).replace("T", " ");
}
