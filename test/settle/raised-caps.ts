import { CORE_SCHEMA, load } from "js-yaml";

import type { PackBook, SourceFile } from "../../src/rules/pack-book.ts";
import { loadPacks } from "../../src/rules/pack-book.ts";
import { demoSupplementFile, shippedPackFiles } from "../shipped-packs.ts";

/** The packs of one plan with one cap raised, by a fen or by much. */
export interface RaisedCap {
  readonly plan: string;
  /** Which cap, by its path in the pack or in the supplement. */
  readonly path: string;
  /** What it limits. */
  readonly limits: "basic" | "majorMedical" | "supplementary" | "assistance";
  readonly book: () => PackBook;
}

const raisesFen = [1, 100_000];

/** Every cap of every plan, whether the pack or the demo supplement sets it. */
export function raisedCaps(): readonly RaisedCap[] {
  const supplement = demoSupplementFile();
  return shippedPackFiles().flatMap((file) => {
    const plan = file.name.split("/")[0] ?? "";
    return raisesFen.flatMap((by) => [
      ...variantsOf(file, plan, by).map(({ found, changed }) =>
        raised(plan, found, () => [changed(), supplement]),
      ),
      ...variantsOf(supplement, plan, by).map(({ found, changed }) =>
        raised(plan, found, () => [file, changed()]),
      ),
    ]);
  });
}

interface Found {
  readonly path: string;
  readonly limits: RaisedCap["limits"];
}

function raised(plan: string, found: Found, files: () => readonly [SourceFile, SourceFile]): RaisedCap {
  let book: PackBook | null = null;
  return {
    plan,
    ...found,
    book: () => {
      if (book !== null) return book;
      const [pack, supplement] = files();
      const loaded = loadPacks([pack], supplement);
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
      book = loaded.book;
      return book;
    },
  };
}

function variantsOf(
  file: SourceFile,
  plan: string,
  by: number,
): readonly { readonly found: Found; readonly changed: () => SourceFile }[] {
  const read = (): unknown => load(file.text, { schema: CORE_SCHEMA });
  return [...capsIn(read(), "", plan)].map(({ set: _set, ...found }) => ({
    found: { ...found, path: `${found.path} + ${by}` },
    changed: () => {
      const copy = read();
      for (const cap of capsIn(copy, "", plan)) if (cap.path === found.path) cap.set(by);
      // JSON is YAML, and repeats what an anchor shares.
      return { ...file, text: JSON.stringify(copy) };
    },
  }));
}

type Node = Record<string, unknown>;

/** The rules that cap something; `set` raises every row of one. */
function* capsIn(
  value: unknown,
  path: string,
  plan: string,
): Generator<Found & { set: (by: number) => void }> {
  if (value === null || typeof value !== "object") return;
  const node = value as Node;
  // A supplement speaks of many plans.
  if (typeof node["plan"] === "string" && node["plan"] !== plan) return;
  for (const [key, inner] of Object.entries(node)) {
    const limits = limitedBy(key, inner);
    const at = path === "" ? key : `${path}.${key}`;
    if (limits === null) yield* capsIn(inner, at, plan);
    else {
      yield {
        path: at,
        limits,
        set: (by) => {
          raiseRows(inner, by);
        },
      };
    }
  }
}

function limitedBy(key: string, rule: unknown): RaisedCap["limits"] | null {
  const text = JSON.stringify(rule);
  if (key === "caps" && text.includes('"amount"')) return "basic";
  if (key === "pays" && text.includes('"amount"')) return "basic";
  if (key === "basicCap" && text.includes('"amount"')) return "basic";
  if (key === "majorMedical" && text.includes('"cap":"')) return "majorMedical";
  if (key === "supplementary" && text.includes('"cap":"')) return "supplementary";
  if (key === "assistance" && text.includes('"yearCap"')) return "assistance";
  return null;
}

function raiseRows(value: unknown, by: number): void {
  if (value === null || typeof value !== "object") return;
  const node = value as Node;
  for (const [key, inner] of Object.entries(node)) {
    if (typeof inner === "string" && ["amount", "cap", "yearCap"].includes(key)) node[key] = raise(inner, by);
    else raiseRows(inner, by);
  }
}

function raise(yuan: string, by: number): string {
  const fen = BigInt(yuan.replace(".", "")) + BigInt(by);
  const digits = fen.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
