import { isCode, isProduct, isTest } from "./house.ts";
import { nationalFields } from "./national-fields.ts";
import type { FileRule } from "./rule.ts";
import { faultsOfNodes, faultsOfPattern } from "./rule.ts";
import { constantText } from "./source.ts";

/** This file would break its own rules if it spelt the words that it looks for. */
function spell(...parts: readonly string[]): string {
  return parts.join("");
}

const postponed = new RegExp(`\\b(?:${spell("TO", "DO")}|${spell("FIX", "ME")}|${spell("X", "XX")})\\b`, "g");

const noPostponedWork: FileRule = {
  name: "postponed",
  check(source) {
    const read = isCode(source.path) || /\.ya?ml$/.test(source.path) || source.path.startsWith(".ci/");
    if (!read) return [];
    return faultsOfPattern(source, postponed, () => "do it now, or write it where decisions are written");
  },
};

const sqlStart =
  /\b(?:SELECT\b[^;]*\bFROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|BEGIN\s+IMMEDIATE)\b/;
const sqlSchema =
  /\b(?:CREATE\s+(?:UNIQUE\s+|TEMP\s+)?(?:TABLE|INDEX|TRIGGER|VIEW)|ALTER\s+TABLE|DROP\s+TABLE|PRAGMA\s+\w)/;
// In small letters only where a sentence cannot begin like that: "select the items from the list" is no SQL.
const sqlSmall =
  /^\s*(?:select\s+[^\s,]+(?:\s*,\s*[^\s,]+)*\s+from\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+table\s|pragma\s)/;

const sqlAtHome: FileRule = {
  name: "sql",
  check(source) {
    const atHome =
      source.path.startsWith("src/store/") || /^src\/centre\/(?:store\/|store[^/]*$)/.test(source.path);
    if (!isProduct(source.path) || atHome) return [];
    return faultsOfNodes(source, (node) => {
      const text = constantText(node);
      const isSql = text !== null && (sqlStart.test(text) || sqlSchema.test(text) || sqlSmall.test(text));
      return isSql ? "the only SQL is in src/store and the centre's store" : null;
    });
  },
};

const nationalAtHome: FileRule = {
  name: "national-name",
  check(source) {
    // A benchmark plays the system that asks.
    const atHome = /^src\/(?:wire|centre|gateway|cli\/bench)\//.test(source.path) || isTest(source.path);
    const read = isCode(source.path) || /\.(?:json|ya?ml)$/.test(source.path);
    if (atHome || !read || source.path.startsWith("docs/")) return [];
    return faultsOfPattern(source, /\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g, (name) =>
      nationalFields.has(name)
        ? `${name} is a name of the national interface: it stays where messages are encoded`
        : null,
    );
  },
};

/** Exceptions to a check: some are never right, the others say why in the same comment, after two dashes. */
const silencers: FileRule = {
  name: "silencer",
  *check(source) {
    for (const { value, start } of source.code?.comments ?? []) {
      if (/@ts-ignore|@ts-nocheck|\b(?:v8|c8|istanbul) ignore\b/.test(value)) {
        yield { offset: start, reason: "no check is switched off here" };
      } else if (
        /(?:oxlint|eslint)-disable|prettier-ignore|@ts-expect-error/.test(value) &&
        !/\s--\s+\S/.test(value)
      ) {
        yield { offset: start, reason: "an exception says why: `-- reason`" };
      }
    }
  },
};

const toolNames = [
  spell("Cla", "ude"),
  spell("Anth", "ropic"),
  spell("Chat", "GPT"),
  spell("Open", "AI"),
  spell("Co", "pilot"),
  spell("A", "I assistant"),
  spell("A", "I-generated"),
  spell("agent ", "session"),
  spell("language ", "model"),
  spell("Co-Auth", "ored-By"),
];

/** A text is ours whoever or whatever typed it. */
const neutralText: FileRule = {
  name: "authorship",
  check: (source) =>
    faultsOfPattern(source, new RegExp(`(?<![A-Za-z])(?:${toolNames.join("|")})(?![A-Za-z])`, "gi"), () => {
      return "the text speaks of the product, not of how it was written";
    }),
};

export const wordRules: readonly FileRule[] = [
  noPostponedWork,
  sqlAtHome,
  nationalAtHome,
  silencers,
  neutralText,
];
