import { z } from "zod";

import { civilDate } from "../base/civil-date.ts";
import type { Fen } from "../base/money.ts";
import { periodOf } from "../settle/accumulator-id.ts";
import type { FactsRow } from "../store/persons.ts";
import { accountOf } from "./accounts.ts";
import { shanghaiDay, shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Credential, Identified, Result } from "./terminal.ts";

const personShape = z.strictObject({
  psnNo: z.string(),
  name: z.string(),
  certType: z.string(),
  certNo: z.string(),
  cardNo: z.string().nullable(),
  cardSn: z.string().nullable(),
  token: z.string().nullable(),
});
const factsShape = z.strictObject({
  plan: z.string(),
  insutype: z.string(),
  person: z.record(z.string(), z.unknown()),
  family: z.array(z.strictObject({ relation: z.string(), psnNo: z.string() })).default([]),
});

/** What a region tells of a person on a day. */
export interface PersonFacts extends z.infer<typeof personShape>, z.infer<typeof factsShape> {
  readonly asOf: string;
  readonly balance: Fen;
  /** Accumulators as the region has them; each replaces what is held here from now on. */
  readonly accumulators: Readonly<Record<string, number>>;
}

/** Keeps what was received of a person: a dated snapshot, and opening balances as postings. Call inside `store.write`. */
export function receivePerson(ground: Ground, told: PersonFacts): void {
  const { store, vault } = ground;
  const { plan, insutype, person, family, asOf, balance, accumulators } = told;
  const { psnNo, name, certType, certNo, cardNo, cardSn, token } = told;
  const identity = { psnNo, name, certType, certNo, cardNo, cardSn, token };
  const key = vault.lookup("person", identity.psnNo);
  const owner = key.toString("hex");
  store.persons.put(key, vault.seal("person", owner, JSON.stringify(identity)));
  for (const credential of credentialsOf(identity))
    store.persons.putCredential(vault.lookup("credential", credential), key);
  store.persons.addFacts({
    person_key: key,
    as_of: asOf,
    after_number: store.settlements.lastNumber(),
    balance_fen: balance,
    sealed: vault.seal(
      "facts",
      owner,
      JSON.stringify({ plan, insutype, person, family: family.map(relativeOf) }),
    ),
  });
  for (const [accumulator, value] of Object.entries(accumulators)) {
    const period = periodOf(accumulator, civilDate(asOf));
    store.postings.add({
      number: null,
      kind: "opening",
      person_key: key,
      plan,
      period,
      accumulator,
      before_value: store.postings.valueOf(key, plan, period, accumulator),
      after_value: value,
      posted_at: shanghaiTime(ground.clock.nowMs()),
    });
  }
}

/** Who holds this credential. */
export function identify(ground: Ground, credential: Credential): Result<Identified> {
  const key = ground.store.persons.keyOf(
    ground.vault.lookup("credential", `${credential.type} ${credential.number}`),
  );
  const found = key === undefined ? null : readPerson(ground, key);
  if (found === null) return unknownPerson();
  const { cardSn } = found.identity;
  const otherCard = credential.type === "03" && credential.cardSn !== null && credential.cardSn !== cardSn;
  return otherCard ? unknownPerson() : accept(found.identified);
}

export function personByNo(ground: Ground, psnNo: string): Result<Identified> {
  const found = readPerson(ground, ground.vault.lookup("person", psnNo));
  return found === null ? unknownPerson() : accept(found.identified);
}

/** The identity number of a person; null when they are not known here. */
export function certNoOf({ store, vault }: Pick<Ground, "store" | "vault">, key: Buffer): string | null {
  const sealed = store.persons.sealed(key);
  if (sealed === undefined) return null;
  return personShape.parse(JSON.parse(vault.open("person", key.toString("hex"), sealed))).certNo;
}

function unknownPerson(): ReturnType<typeof decline> {
  return decline("PERSON_NOT_FOUND", "本机没有此人的参保信息，请核对凭证，或联网查询后再试", {});
}

interface Found {
  readonly identity: z.infer<typeof personShape>;
  readonly identified: Identified;
}

function readPerson(ground: Ground, key: Buffer): Found | null {
  const { store, clock } = ground;
  const identity = identityOf(ground, key);
  const row = store.persons.facts(key);
  const account = accountOf(ground, key);
  if (identity === null || row === undefined || account === null) return null;
  const { plan, insutype, person, family } = factsIn(ground, row);
  const year = shanghaiDay(clock.nowMs()).slice(0, 4);
  const accumulators: Record<string, number> = {};
  for (const period of ["", year]) {
    for (const { accumulator, after_value: value } of store.postings.standOf(key, plan, period))
      accumulators[accumulator] = value;
  }
  const { psnNo, name, certNo } = identity;
  return {
    identity,
    identified: {
      psnNo,
      name,
      certNo,
      plan,
      insutype,
      person,
      account,
      family: family.flatMap((relative) => {
        const shared = accountOf(ground, ground.vault.lookup("person", relative.psnNo));
        return shared === null ? [] : [{ ...relative, ...shared }];
      }),
      accumulators,
      factsAsOf: row.as_of,
    },
  };
}

function relativeOf({ relation, psnNo }: z.infer<typeof factsShape>["family"][number]) {
  return { relation, psnNo };
}

function identityOf({ store, vault }: Ground, key: Buffer): z.infer<typeof personShape> | null {
  const sealed = store.persons.sealed(key);
  if (sealed === undefined) return null;
  return personShape.parse(JSON.parse(vault.open("person", key.toString("hex"), sealed)));
}

/** The number of a person who is held here; null for others. */
export function psnNoOf(ground: Ground, key: Buffer): string | null {
  return identityOf(ground, key)?.psnNo ?? null;
}

/** What a row of facts says. */
export function factsIn({ vault }: Ground, row: FactsRow): z.infer<typeof factsShape> {
  return factsShape.parse(JSON.parse(vault.open("facts", row.person_key.toString("hex"), row.sealed)));
}

function credentialsOf({ token, certNo, cardNo }: z.infer<typeof personShape>): string[] {
  return [
    ...(token === null ? [] : [`01 ${token}`]),
    `02 ${certNo}`,
    ...(cardNo === null ? [] : [`03 ${cardNo}`]),
  ];
}
