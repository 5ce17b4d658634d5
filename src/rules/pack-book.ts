import type { CivilDate } from "../base/civil-date.ts";
import { addDays, civilDate } from "../base/civil-date.ts";
import type { Fault } from "../base/faults.ts";
import type { CompiledPack } from "./compile-pack.ts";
import { compilePack, versionLists } from "./compile-pack.ts";
import { covers } from "./coverage.ts";
import { mergeSupplement } from "./merge-supplement.ts";
import type { Pack, Supplement } from "./pack.ts";
import { parsePack, parseSupplement } from "./parse-pack.ts";
import type { RulesInForce } from "./rules-in-force.ts";
import type { ValueStatus } from "./schema-parts.ts";

/** A pack or supplement as it was read: its name for messages, its text, and the sha-256 of its bytes in hex. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

/** All packs that a desk has, by plan, each plan's in order of time. */
export interface PackBook {
  readonly packs: readonly CompiledPack[];
  /** The rules of a plan on a day, or null when no pack covers it. */
  readonly rulesOn: (plan: string, date: CivilDate) => RulesInForce | null;
}

export type Loaded =
  | { readonly ok: true; readonly book: PackBook }
  | { readonly ok: false; readonly faults: readonly (Fault & { readonly file: string })[] };

/**
 * Parses, merges and compiles packs; every fault of every file is reported at once.
 *
 * @param supplement  fills unknown rules of the packs it names; null for none
 */
export function loadPacks(files: readonly SourceFile[], supplement: SourceFile | null): Loaded {
  const faults: (Fault & { file: string })[] = [];
  const filling = supplement === null ? null : readSupplement(supplement, faults);
  const packs: CompiledPack[] = [];
  for (const file of files) {
    const pack = readPack(file, filling, faults);
    if (pack !== null) packs.push(pack);
  }
  packs.sort((a, b) => (a.id < b.id ? -1 : 1));
  faults.push(...planFaults(packs));
  if (faults.length > 0) return { ok: false, faults };
  const byPlan = Map.groupBy(packs, (pack) => pack.plan);
  return {
    ok: true,
    book: {
      packs,
      rulesOn: (plan, date) =>
        byPlan
          .get(plan)
          ?.find((pack) => covers(pack, date))
          ?.on(date) ?? null,
    },
  };
}

type Faults = (Fault & { file: string })[];

function readSupplement(file: SourceFile, faults: Faults): Supplement | null {
  const parsed = parseSupplement(file.text);
  if (parsed.ok) return parsed.value;
  faults.push(...parsed.faults.map((fault) => ({ file: file.name, ...fault })));
  return null;
}

function readPack(file: SourceFile, supplement: Supplement | null, faults: Faults): CompiledPack | null {
  const parsed = parsePack(file.text);
  if (!parsed.ok) {
    faults.push(...parsed.faults.map((fault) => ({ file: file.name, ...fault })));
    return null;
  }
  if (supplement === null) {
    return compilePack(parsed.value, { sha256: file.sha256, supplement: null, supplied: new Set() });
  }
  const merged = mergeSupplement(parsed.value, supplement);
  if (!merged.ok) {
    faults.push(...merged.faults.map((fault) => ({ file: `${file.name} + ${supplement.id}`, ...fault })));
    return null;
  }
  const { id, label, official } = supplement;
  return compilePack(merged.value.pack, {
    sha256: file.sha256,
    supplement: { id, label, official },
    supplied: merged.value.supplied,
  });
}

/** Two packs of one plan must follow each other without a day between or a day twice. */
function planFaults(packs: readonly CompiledPack[]): Faults {
  const faults: Faults = [];
  for (const [at, pack] of packs.entries()) {
    const before = packs[at - 1];
    if (before?.plan !== pack.plan) continue;
    if (before.to === null || before.to >= pack.from) {
      faults.push({ file: pack.id, path: "from", value: pack.from, reason: `与 ${before.id} 日期重叠` });
    } else if (addDays(before.to, 1) < pack.from) {
      faults.push({
        file: pack.id,
        path: "from",
        value: pack.from,
        reason: `${addDays(before.to, 1)} 起没有政策包`,
      });
    }
  }
  return faults;
}

/** How many versions of rules a pack has of each status. */
export function countStatuses(pack: Pack): Readonly<Record<ValueStatus, number>> {
  const counts = { stated: 0, public: 0, unconfirmed: 0, unknown: 0 };
  for (const { versions } of versionLists(pack)) {
    for (const version of versions) counts[version.status] += 1;
  }
  return counts;
}

/**
 * Since when a pack is stale: its trial or its validity has run out.
 *
 * @returns the first stale day, or null while it is fresh on `today`
 */
export function staleSince(pack: Pack, today: CivilDate): CivilDate | null {
  const last = pack.trialTo ?? pack.to;
  return last === null || last >= today ? null : addDays(civilDate(last), 1);
}
