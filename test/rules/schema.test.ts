import { readdirSync, readFileSync } from "node:fs";

import { CORE_SCHEMA, load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { shippedPackFiles, supplementFile } from "../../src/cli/pack-files.ts";
import { generateSchemas } from "./generate-schema.ts";
import type { Parts } from "./sample-pack.ts";
import { schemaWords } from "./schema-words.ts";

const schemas = generateSchemas();
const fixtures = new URL("fixtures/", import.meta.url);

interface File {
  readonly name: string;
  readonly text: string;
}

const fixtureFiles: readonly File[] = readdirSync(fixtures).map((name) => ({
  name,
  text: readFileSync(new URL(name, fixtures), "utf8"),
}));
const packs: readonly File[] = [
  ...shippedPackFiles(),
  ...fixtureFiles.filter(({ name }) => !name.includes("supplement")),
];
const supplements: readonly File[] = [
  supplementFile("demo"),
  ...fixtureFiles.filter(({ name }) => name.includes("supplement")),
];

function valueOf(file: File): Parts {
  return load(file.text, { schema: CORE_SCHEMA }) as Parts;
}

describe("the JSON Schemas that editors use", () => {
  test.each(schemas)("$file are up to date: npm run schema writes them", ({ file, text }) => {
    expect(readFileSync(file, "utf8") === text).toBe(true);
  });

  test("say a word beside every field, and have no word too many", () => {
    const used = new Set(schemas.flatMap(({ words }) => [...words]));
    expect([...used].toSorted()).toEqual(Object.keys(schemaWords).toSorted());
  });

  const [packSchema, supplementSchema] = schemas.map(({ text }) =>
    z.fromJSONSchema(JSON.parse(text) as z.core.JSONSchema.JSONSchema),
  );

  test.each(packs)("take the pack $name", (file) => {
    expect(packSchema?.safeParse(valueOf(file)).error?.issues).toBeUndefined();
  });

  test.each(supplements)("take the supplement $name", (file) => {
    expect(supplementSchema?.safeParse(valueOf(file)).error?.issues).toBeUndefined();
  });

  test.each<readonly [string, Parts]>([
    ["an unknown key", { ratios: [] }],
    ["a region as a number", { region: 420300 }],
    ["a day in another form", { from: "2023-1-1" }],
    ["a rule without a version", { rounding: [] }],
  ])("refuse %s", (_case, parts) => {
    for (const file of packs)
      expect(packSchema?.safeParse({ ...valueOf(file), ...parts }).success).toBe(false);
  });
});

describe("every file points to its schema", () => {
  test.each([...packs, ...supplements])("$name", ({ name, text }) => {
    const kind = supplements.some((one) => one.name === name) ? "supplement" : "pack";
    const [line = ""] = text.split("\n", 1);
    expect(line).toMatch(
      new RegExp(
        `^# yaml-language-server: \\$schema=(?:\\.\\./)+(?:src/rules/)?schema/${kind}\\.schema\\.json$`,
      ),
    );
  });

  test.each(shippedPackFiles())("packs/$name: and the schema is there", ({ name, text }) => {
    const [, path = ""] = /\$schema=(\S+)/.exec(text) ?? [];
    const folder = new URL(`../../src/rules/packs/${name}`, import.meta.url);
    expect(schemas.map(({ file }) => file.href)).toContain(new URL(path, folder).href);
  });
});

test("no part of the schema is there for nothing: a pack, a supplement or a sample of a neighbouring region uses it", () => {
  const used = new Set([...packs, ...supplements].flatMap((file) => [...namesIn(valueOf(file))]));
  const known = new Set(schemas.flatMap(({ text }) => [...fieldsIn(JSON.parse(text))]));
  expect([...known].filter((name) => !used.has(name))).toEqual([]);
});

function* namesIn(value: unknown): Generator<string> {
  if (value === null || typeof value !== "object") return;
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    yield name;
    yield* namesIn(inner);
  }
}

function* fieldsIn(schema: unknown): Generator<string> {
  if (schema === null || typeof schema !== "object") return;
  for (const [name, inner] of Object.entries(schema) as [string, unknown][]) {
    if (name === "properties") yield* Object.keys(inner as object);
    yield* fieldsIn(inner);
  }
}
