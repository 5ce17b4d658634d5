import { z } from "zod";

import { isOpen as isOpenState } from "../upload/message-state.ts";
import type { ToldPerson } from "../wire/person-facts.ts";
import { filedFacts } from "../wire/person-facts.ts";
import { shanghaiDay } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import {
  certNoOf,
  credentialsOf,
  personByNo,
  psnNoOf,
  receiveIdentity,
  receivePerson,
  shownBy,
} from "./people.ts";
import type { Credential, Identified, Result } from "./terminal.ts";

/** How somebody stood here when the centre was asked about them. */
export interface RefreshTicket {
  readonly psnNo: string;
  readonly certNo: string;
  /** Their newest settlement here; 0: none. */
  readonly lastNumber: number;
}

export interface RefreshBooks {
  /** Whether and by what somebody may be asked about now. */
  readonly beginRefresh: (psnNo: string) => Result<RefreshTicket>;
  /** Keeps what the centre told, as a dated snapshot; refused when something was sold to them meanwhile. */
  readonly endRefresh: (ticket: RefreshTicket, told: ToldPerson) => Result<Identified>;
  /** Where the books stand before the centre is asked who somebody is. */
  readonly beginIdentify: () => number;
  /** Keeps whom the centre named; what is known of them beyond that stays when it cannot know all that was sold to them. */
  readonly endIdentify: (lastNumber: number, credential: Credential, told: ToldPerson) => Result<Identified>;
  /** People of whom the centre has settled something otherwise, so that their accumulators are not as it has them. */
  readonly differingPeople: (limit: number) => readonly string[];
  /** People whose facts are of another day, those that were here last first. */
  readonly stalePeople: (limit: number) => readonly string[];
  /** Filings of a person that stand at the centre, as it told last. */
  readonly filedFacts: (psnNo: string) => ToldPerson["filings"];
}

export function refreshBooksOf(ground: Ground): RefreshBooks {
  const { store, vault, clock } = ground;
  return {
    beginRefresh: (psnNo) => {
      const key = vault.lookup("person", psnNo);
      const certNo = certNoOf(ground, key);
      if (certNo === null) return decline("PERSON_NOT_FOUND", "本机没有此人的参保信息，请先识别凭证", {});
      if (isOpen(ground, key)) return held();
      return accept({ psnNo, certNo, lastNumber: lastNumberOf(ground, key) });
    },
    endRefresh: (ticket, told) =>
      store.write(() => {
        const key = vault.lookup("person", ticket.psnNo);
        // What was sold meanwhile the centre's figures do not know: they would undo it here.
        if (isOpen(ground, key) || lastNumberOf(ground, key) !== ticket.lastNumber) return held();
        receiveTold(ground, told, shownBy(ground, key));
        return personByNo(ground, ticket.psnNo);
      }),
    beginIdentify: () => store.settlements.lastNumber(),
    endIdentify: (lastNumber, credential, told) =>
      store.write(() => {
        const key = vault.lookup("person", told.psnNo);
        const shown = withShown(shownBy(ground, key), credential);
        if (!credentialsOf({ ...told, ...shown }).includes(`${credential.type} ${credential.number}`))
          return decline("PERSON_NOT_FOUND", "中心答复的不是持此凭证的人，请重新识别", {});
        const isBehind = isOpen(ground, key) || lastNumberOf(ground, key) > lastNumber;
        if (isBehind) receiveIdentity(ground, { ...told, ...shown });
        else receiveTold(ground, told, shown);
        return personByNo(ground, told.psnNo);
      }),
    differingPeople: (limit) =>
      doorStateOf(ground)
        .statesOf(differing, limit)
        .map(({ value }) => z.string().parse(value))
        .filter((psnNo) => !isOpen(ground, vault.lookup("person", psnNo))),
    stalePeople: (limit) => {
      const today = shanghaiDay(clock.nowMs());
      const stale = store.persons
        .keys()
        .filter((key) => (store.persons.facts(key)?.as_of ?? today) < today && !isOpen(ground, key));
      return stale.slice(0, limit).flatMap((key) => psnNoOf(ground, key) ?? []);
    },
    filedFacts: (psnNo) => {
      const kept = doorStateOf(ground).readState(filed, psnNo);
      return kept === undefined ? [] : filedFacts.parse(kept);
    },
  };
}

const differing = "line: differing people";
/** Filings that stand; whoever has some, or none, the centre has told of. */
const filed = "filed-facts";

/** Somebody's accumulators are to be told anew: the centre has settled something of theirs otherwise. Call inside `store.write`. */
export function markDiffering(ground: Ground, psnNo: string): void {
  doorStateOf(ground).keepState("differing", psnNo, psnNo, differing);
}

/** Keeps what the centre told of somebody. Call inside `store.write`. */
function receiveTold(ground: Ground, told: ToldPerson, shown: ReturnType<typeof shownBy>): void {
  const key = ground.vault.lookup("person", told.psnNo);
  const accumulators = changedOnly(ground, key, told);
  receivePerson(ground, { ...told, ...shown, family: [...told.family], accumulators });
  const states = doorStateOf(ground);
  states.keepState(filed, told.psnNo, told.filings);
  states.dropState("differing", told.psnNo);
}

/** What somebody shows, with what they have shown now. */
function withShown(
  shown: ReturnType<typeof shownBy>,
  { type, number, cardSn }: Credential,
): ReturnType<typeof shownBy> {
  switch (type) {
    case "01":
      return { ...shown, token: number };
    case "02":
      return shown;
    case "03":
      return { ...shown, cardNo: number, cardSn };
  }
}

/** The identity number by which the centre is to be asked for somebody whom it never told of; null: it has, or nobody can. */
export function toIdentify(ground: Ground, key: Buffer): string | null {
  const psnNo = psnNoOf(ground, key);
  const isByVoucher = psnNo !== null && ground.store.vouchers.newestOf(key) !== undefined;
  if (!isByVoucher || doorStateOf(ground).readState(filed, psnNo) !== undefined) return null;
  return certNoOf(ground, key);
}

/** The centre has told of somebody while something of theirs is open: their accumulators stay as they are here. */
export function noteIdentified(ground: Ground, told: Pick<ToldPerson, "psnNo" | "filings">): void {
  doorStateOf(ground).keepState(filed, told.psnNo, told.filings);
}

/** Whether the centre still has to hear of something that moves their accumulators, or their account for a relative. */
function isOpen({ store }: Ground, key: Buffer): boolean {
  if (store.messages.openOf(key) !== undefined) return true;
  const known = store.persons.facts(key)?.after_number ?? 0;
  return store.accountMovements.of(key).some(({ number }) => {
    const message = number > known ? store.messages.of(number) : undefined;
    return message !== undefined && isOpenState(message.state);
  });
}

function lastNumberOf({ store }: Ground, key: Buffer): number {
  return store.settlements.newestOf(key, 1)[0]?.number ?? 0;
}

function held(): ReturnType<typeof decline> {
  return decline("OUTCOME_PENDING", "此人有结算尚未得到中心答复，答复之后再刷新", {});
}

/** An opening that changes nothing would only make the books longer. */
function changedOnly({ store }: Ground, key: Buffer, told: ToldPerson): Readonly<Record<string, number>> {
  const year = told.asOf.slice(0, 4);
  const stands = new Map(
    ["", year].flatMap((period) =>
      store.postings
        .standOf(key, told.plan, period)
        .map(({ accumulator, after_value: value }) => [accumulator, value] as const),
    ),
  );
  return Object.fromEntries(
    Object.entries(told.accumulators).filter(([id, value]) => (stands.get(id) ?? 0) !== value),
  );
}
