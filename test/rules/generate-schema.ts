// npm run schema: writes the JSON Schemas that editors use, from the schema that the program uses.

import { writeFileSync } from "node:fs";

import { z } from "zod";

import { packSchema, supplementSchema } from "../../src/rules/pack.ts";
import { schemaWords } from "./schema-words.ts";

/** A JSON Schema as far as it is walked. */
interface Node {
  description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node | readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

const folder = new URL("../../src/rules/schema/", import.meta.url);
const schemas = { "pack.schema.json": packSchema(), "supplement.schema.json": supplementSchema() };

export interface GeneratedSchema {
  readonly file: URL;
  readonly text: string;
  /** The words that its fields carry, by their key in schema-words.ts; a field without a word by its own name. */
  readonly words: ReadonlySet<string>;
}

export function generateSchemas(): readonly GeneratedSchema[] {
  return Object.entries(schemas).map(([name, schema]) => {
    // Draft 7 is what the YAML extensions of all editors understand.
    const node = z.toJSONSchema(schema, { target: "draft-7", io: "input" });
    // Parts that are used twice are one object in memory: a copy has a word of its own at every place.
    const copy = JSON.parse(JSON.stringify(node)) as Node;
    const words = new Set<string>();
    describeFields(copy, "", words);
    return { file: new URL(name, folder), text: `${JSON.stringify(copy, null, 1)}\n`, words };
  });
}

/** Writes a word beside every field. */
function describeFields(node: Node, parent: string, words: Set<string>): void {
  for (const [name, field] of Object.entries(node.properties ?? {})) {
    const key = `${parent}.${name}` in schemaWords ? `${parent}.${name}` : name;
    words.add(key);
    const word = schemaWords[key];
    if (word !== undefined) field.description = word;
    describeFields(field, name === "value" ? parent : name, words);
  }
  for (const inner of [node.items ?? [], node.oneOf ?? [], node.anyOf ?? []].flat()) {
    describeFields(inner, parent, words);
  }
}

if (import.meta.main) for (const { file, text } of generateSchemas()) writeFileSync(file, text);
