import type { Database } from "better-sqlite3";

import type { Fen } from "../base/money.ts";
import { appendTo } from "./rows.ts";

/** What a region told of a person, as received; the newest row counts. */
export interface FactsRow {
  readonly person_key: Buffer;
  readonly as_of: string;
  /** The last settlement here that the told balance already knows of. */
  readonly after_number: number;
  readonly balance_fen: Fen;
  readonly sealed: Buffer;
}

export interface Persons {
  /** Adds a person or what is newly known of them. */
  readonly put: (personKey: Buffer, sealed: Buffer) => void;
  readonly putCredential: (credentialKey: Buffer, personKey: Buffer) => void;
  readonly addFacts: (row: FactsRow) => number;
  readonly keyOf: (credentialKey: Buffer) => Buffer | undefined;
  readonly sealed: (personKey: Buffer) => Buffer | undefined;
  /** Of many at a time, by their keys in hexadecimal digits; who is not known here has no entry. */
  readonly sealedOf: (personKeys: readonly string[]) => ReadonlyMap<string, Buffer>;
  readonly facts: (personKey: Buffer) => FactsRow | undefined;
  /** Facts by the row that held them at some time. */
  readonly factsById: (id: number) => FactsRow | undefined;
  readonly allFacts: () => readonly (FactsRow & { readonly id: number })[];
  /** Seals the same facts by another key. */
  readonly putFacts: (id: number, sealed: Buffer) => void;
  readonly keys: () => readonly Buffer[];
}

export function persons(db: Database): Persons {
  const put = db.prepare<[Buffer, Buffer]>(
    `INSERT INTO persons (person_key, sealed) VALUES (?, ?)
     ON CONFLICT (person_key) DO UPDATE SET sealed = excluded.sealed`,
  );
  const putCredential = db.prepare<[Buffer, Buffer]>(
    `INSERT INTO credentials (credential_key, person_key) VALUES (?, ?)
     ON CONFLICT (credential_key) DO UPDATE SET person_key = excluded.person_key`,
  );
  const keyOf = db.prepare<[Buffer], { person_key: Buffer }>(
    "SELECT person_key FROM credentials WHERE credential_key = ?",
  );
  const sealed = db.prepare<[Buffer], { sealed: Buffer }>("SELECT sealed FROM persons WHERE person_key = ?");
  const sealedOf = db.prepare<[string], { person: string; sealed: Buffer }>(
    // The keys lead: each is one look into the table.
    `SELECT wanted.value AS person, p.sealed FROM json_each(?) AS wanted
     CROSS JOIN persons AS p WHERE p.person_key = unhex(wanted.value)`,
  );
  const facts = db.prepare<[Buffer], FactsRow>(
    `SELECT person_key, as_of, after_number, balance_fen, sealed FROM person_facts
     WHERE person_key = +? ORDER BY id DESC LIMIT 1`,
  );
  const factsById = db.prepare<[number], FactsRow>(
    "SELECT person_key, as_of, after_number, balance_fen, sealed FROM person_facts WHERE id = ?",
  );
  const allFacts = db.prepare<[], FactsRow & { id: number }>(
    "SELECT id, person_key, as_of, after_number, balance_fen, sealed FROM person_facts",
  );
  const putFacts = db.prepare<[Buffer, number]>("UPDATE person_facts SET sealed = ? WHERE id = ?");
  const keys = db.prepare<[], { person_key: Buffer }>("SELECT person_key FROM persons");
  return {
    put: (personKey, text) => {
      put.run(personKey, text);
    },
    putCredential: (credentialKey, personKey) => {
      putCredential.run(credentialKey, personKey);
    },
    addFacts: appendTo<FactsRow>(db, "person_facts", [
      "person_key",
      "as_of",
      "after_number",
      "balance_fen",
      "sealed",
    ]),
    keyOf: (credentialKey) => keyOf.get(credentialKey)?.person_key,
    sealed: (personKey) => sealed.get(personKey)?.sealed,
    sealedOf: (personKeys) =>
      new Map(sealedOf.all(JSON.stringify(personKeys)).map(({ person, sealed: held }) => [person, held])),
    facts: (personKey) => facts.get(personKey),
    factsById: (id) => factsById.get(id),
    allFacts: () => allFacts.all(),
    putFacts: (id, resealed) => {
      putFacts.run(resealed, id);
    },
    keys: () => keys.all().map((row) => row.person_key),
  };
}
