import type { Ground } from "./ground.ts";
import type { PersonFacts } from "./people.ts";
import { credentialsOf, receivePerson } from "./people.ts";
import type { Credential, Identified, Result } from "./terminal.ts";

/** What a person is asked for by. */
export type Asked = Pick<Credential, "type" | "number"> | { readonly psnNo: string };

/** Who can tell of people that are not known here. */
export interface PeopleSource {
  /** @returns null for somebody who is not known there either */
  readonly find: (asked: Asked) => PersonFacts | null;
}

/** Looks a person up here; somebody unknown is asked for at the source, and kept, so that they are known from now on. */
export function hereOrAt(
  { ground, source }: { readonly ground: Ground; readonly source: PeopleSource | null },
  asked: Asked,
  look: () => Result<Identified>,
): Result<Identified> {
  const found = look();
  if (found.ok || found.refusal.code !== "PERSON_NOT_FOUND") return found;
  const told = source?.find(asked) ?? null;
  if (told === null) return found;
  ground.store.write(() => {
    receivePerson(ground, told);
  });
  return look();
}

/** Whether facts are those of the person who is asked for. */
export function isAbout(facts: PersonFacts, asked: Asked): boolean {
  return "psnNo" in asked
    ? facts.psnNo === asked.psnNo
    : credentialsOf(facts).includes(`${asked.type} ${asked.number}`);
}
