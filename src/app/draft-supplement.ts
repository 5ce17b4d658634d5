import { CORE_SCHEMA, dump } from "js-yaml";

import type { Supplement } from "../rules/pack.ts";
import { parseSupplement } from "../rules/parse-pack.ts";
import type { Ground } from "./ground.ts";
import { rulesDownloads } from "./rules-download.ts";
import type { DraftCheck } from "./supplement-draft.ts";
import { checkSupplement } from "./supplement-draft.ts";
import type { RuleFile } from "./supervision.ts";

type Rules = Readonly<Record<string, unknown>>;
type Fill = Rules & { readonly plan: string; readonly benefits?: readonly Rules[] | undefined };

/** Rules of one place of a plan as they are filled in: by their names, each with its versions. */
export interface DraftEntry {
  readonly plan: string;
  /** null: a rule of the whole plan. */
  readonly benefit: string | null;
  readonly population: string | null;
  readonly rules: Readonly<Record<string, readonly unknown[]>>;
}

/** What a bureau has told, before it is a file. */
export interface SupplementDraft {
  /** Whether what the supplement before it says stays. */
  readonly keeps: boolean;
  readonly label: string;
  readonly source: string;
  readonly signedBy: string;
  readonly entries: readonly DraftEntry[];
}

/** A supplement as a file, and what it comes to. */
export interface DraftedSupplement extends DraftCheck {
  readonly file: RuleFile;
  /** What it goes on from; null: from nothing. */
  readonly base: { readonly id: string; readonly label: string; readonly official: boolean } | null;
}

/**
 * Writes a supplement that fills some rules beside those which are filled already, and tries it. There is one supplement
 * at a time: what is not carried over would be unknown again.
 */
export function draftSupplement(ground: Ground, draft: SupplementDraft): DraftedSupplement {
  const base = baseOf(ground);
  const kept = draft.keeps ? base : null;
  const { label, source, signedBy, entries } = draft;
  const fills = entries.reduce<readonly Fill[]>(withEntry, kept?.fills ?? []);
  // Beside values for show, a true one is for show as well.
  const official = kept === null || kept.official;
  const id = kept?.id ?? "institution";
  const about = {
    format: "onestop-supplement/1",
    id,
    label: official ? label : kept.label,
    official,
    source,
    signedBy,
  };
  const text = dump({ ...about, fills }, { schema: CORE_SCHEMA, noRefs: true, lineWidth: 120 });
  const file = { name: `${id}.yaml`, text };
  const told = base === null ? null : { id: base.id, label: base.label, official: base.official };
  return { ...checkSupplement(ground, file), file, base: told };
}

/** The supplement that was written here and still waits, else the one in use: whichever came last. */
function baseOf(ground: Ground): Supplement | null {
  const { packs } = ground.store;
  const inUse = packs.inUse().find(({ kind }) => kind === "supplement");
  const waiting = rulesDownloads(ground).findLast(
    ({ source, state }) => source === "desk" && (state === "staged" || state === "scheduled"),
  );
  const [file] = waiting?.files ?? [];
  const isNewer = waiting !== undefined && (inUse === undefined || waiting.stagedAt >= inUse.received_at);
  const row = isNewer && file !== undefined ? packs.bySha256(file.sha256) : inUse;
  if (row === undefined) return null;
  const parsed = parseSupplement(row.text);
  return parsed.ok ? parsed.value : null;
}

function withEntry(fills: readonly Fill[], entry: DraftEntry): readonly Fill[] {
  const { plan, benefit, rules } = entry;
  const held = fills.find((fill) => fill.plan === plan) ?? { plan };
  const filled: Fill =
    benefit === null ? { ...held, ...rules, plan } : { ...held, benefits: withBenefit(held, entry) };
  return fills.includes(held) ? fills.map((fill) => (fill === held ? filled : fill)) : [...fills, filled];
}

function withBenefit({ benefits = [] }: Fill, { benefit, population, rules }: DraftEntry): readonly Rules[] {
  const isMine = (one: Rules): boolean => one["id"] === benefit && (one["population"] ?? null) === population;
  const held = benefits.find(isMine) ?? { id: benefit, ...(population === null ? {} : { population }) };
  const filled = { ...held, ...rules };
  return benefits.includes(held)
    ? benefits.map((one) => (one === held ? filled : one))
    : [...benefits, filled];
}
