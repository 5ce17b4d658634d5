import { z } from "zod";

import { civilDate } from "../base/civil-date.ts";
import type { Fen } from "../base/money.ts";
import { periodOf } from "../settle/accumulator-id.ts";
import type { Store } from "../store/open-store.ts";
import type { FactsRow } from "../store/persons.ts";
import { accountOf } from "./accounts.ts";
import { shanghaiDay, shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Credential, Finding, Identified, Result } from "./terminal.ts";
import type { Vault } from "./vault.ts";

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

type Identity = z.infer<typeof personShape>;

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
  const key = receiveIdentity(ground, told);
  const facts = { person_key: key, as_of: asOf, balance_fen: balance };
  const dated = { ...facts, after_number: store.settlements.lastNumber() };
  const text = JSON.stringify({ plan, insutype, person, family: family.map(relativeOf) });
  const sealed = sealFacts(vault, dated, text);
  store.persons.addFacts({ ...dated, sealed });
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

/** Keeps who somebody is and what they show. Call inside `store.write`. @returns their key */
export function receiveIdentity({ store, vault }: Ground, told: Identity): Buffer {
  const { psnNo, name, certType, certNo, cardNo, cardSn, token } = told;
  const identity = { psnNo, name, certType, certNo, cardNo, cardSn, token };
  const key = vault.lookup("person", psnNo);
  store.persons.put(key, vault.seal("person", key.toString("hex"), JSON.stringify(identity)));
  for (const credential of credentialsOf(identity))
    store.persons.putCredential(vault.lookup("credential", credential), key);
  return key;
}

/** The sealed facts belong to the balance and the day beside them: with either changed they do not open. */
export function sealFacts(vault: Vault, row: Omit<FactsRow, "sealed">, text: string): Buffer {
  return vault.seal("facts", factsOwner(row), text);
}

function factsOwner(row: Omit<FactsRow, "sealed">): string {
  return [row.person_key.toString("hex"), row.as_of, row.after_number, row.balance_fen].join(" ");
}

/** A person from other books under the same key: their sealed identity, with the credentials that it names. */
export function carryPerson(ground: Pick<Ground, "store" | "vault">, key: Buffer, sealed: Buffer): void {
  const { store, vault } = ground;
  const identity = personShape.parse(JSON.parse(vault.open("person", key.toString("hex"), sealed)));
  store.persons.put(key, sealed);
  for (const credential of credentialsOf(identity))
    store.persons.putCredential(vault.lookup("credential", credential), key);
}

/** The same of what was told of them. */
export function carryFacts({ store, vault }: Pick<Ground, "store" | "vault">, row: FactsRow): void {
  factsShape.parse(JSON.parse(openFacts(vault, row)));
  store.persons.addFacts(row);
}

/** Whether everybody here can be read and found by what identifies them. */
export function* verifyPeople(ground: Ground): Generator<Finding> {
  const { store, vault } = ground;
  for (const key of store.persons.keys()) {
    const id = key.toString("hex");
    const found = attempt(() => store.run(() => readPerson(ground, key)));
    if (found === undefined) yield { what: "person", id, reason: "参保信息读不出来" };
    else if (found === null) yield { what: "person", id, reason: "没有参保信息" };
    else if (!isFound(vault, store, key, found.identity))
      yield { what: "person", id, reason: "凭证找不到此人" };
  }
}

function isFound(vault: Vault, store: Store, key: Buffer, identity: Identity): boolean {
  if (!vault.lookup("person", identity.psnNo).equals(key)) return false;
  return credentialsOf(identity).every((one) => {
    // Two people may have told of one credential: the newer has it.
    const holder = store.persons.keyOf(vault.lookup("credential", one));
    return holder !== undefined && store.persons.sealed(holder) !== undefined;
  });
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
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

/** The QR token by which a person was told last; null when they are not known here, or had none. */
export function tokenOf(ground: Ground, key: Buffer): string | null {
  return identityOf(ground, key)?.token ?? null;
}

/** The identity number of a person; null when they are not known here. */
export function certNoOf({ store, vault }: Pick<Ground, "store" | "vault">, key: Buffer): string | null {
  const sealed = store.persons.sealed(key);
  if (sealed === undefined) return null;
  return personShape.parse(JSON.parse(vault.open("person", key.toString("hex"), sealed))).certNo;
}

/** Name and numbers of a person; null when they are not known here. */
export function holderOf(ground: Ground, key: Buffer): Pick<Identity, "name" | "certNo" | "psnNo"> | null {
  return identityOf(ground, key);
}

/** The same of many, by their keys in hexadecimal digits; who is not known here has no entry. */
export function holdersOf(
  { store, vault }: Pick<Ground, "store" | "vault">,
  keys: readonly string[],
): ReadonlyMap<string, Pick<Identity, "name" | "certNo" | "psnNo">> {
  const holders = new Map<string, Identity>();
  for (const [key, sealed] of store.persons.sealedOf(keys))
    holders.set(key, personShape.parse(JSON.parse(vault.open("person", key, sealed))));
  return holders;
}

function unknownPerson(): ReturnType<typeof decline> {
  return decline("PERSON_NOT_FOUND", "本机没有此人的参保信息，请核对凭证，或联网查询后再试", {});
}

interface Found {
  readonly identity: Identity;
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

function identityOf({ store, vault }: Ground, key: Buffer): Identity | null {
  const sealed = store.persons.sealed(key);
  if (sealed === undefined) return null;
  return personShape.parse(JSON.parse(vault.open("person", key.toString("hex"), sealed)));
}

/** By what else a person is recognised here, which a centre does not tell; nothing for somebody who is not known. */
export function shownBy(ground: Ground, key: Buffer): Pick<Identity, "cardNo" | "cardSn" | "token"> {
  const { cardNo = null, cardSn = null, token = null } = identityOf(ground, key) ?? {};
  return { cardNo, cardSn, token };
}

/** The number of a person who is held here; null for others. */
export function psnNoOf(ground: Ground, key: Buffer): string | null {
  return identityOf(ground, key)?.psnNo ?? null;
}

/** What a row of facts says. */
export function factsIn({ vault }: Ground, row: FactsRow): z.infer<typeof factsShape> {
  return factsShape.parse(JSON.parse(openFacts(vault, row)));
}

/** Facts of the first version belonged to their person alone; a rotation seals them anew. */
export function openFacts(vault: Vault, row: FactsRow): string {
  try {
    return vault.open("facts", factsOwner(row), row.sealed);
  } catch {
    return vault.open("facts", row.person_key.toString("hex"), row.sealed);
  }
}

/** By what a person can be recognised: the sort of each credential and its number. */
export function credentialsOf({
  token,
  certNo,
  cardNo,
}: Pick<Identity, "token" | "certNo" | "cardNo">): string[] {
  return [
    ...(token === null ? [] : [`01 ${token}`]),
    `02 ${certNo}`,
    ...(cardNo === null ? [] : [`03 ${cardNo}`]),
  ];
}
