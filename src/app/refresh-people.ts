import { isOpen as isOpenState } from "../upload/message-state.ts";
import type { ToldPerson } from "../wire/person-facts.ts";
import { filedFacts } from "../wire/person-facts.ts";
import { shanghaiDay } from "./clock.ts";
import { doorStateOf } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { certNoOf, personByNo, psnNoOf, receivePerson, shownBy } from "./people.ts";
import type { Identified, Result } from "./terminal.ts";

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
        receivePerson(ground, {
          ...told,
          ...shownBy(ground, key),
          family: [...told.family],
          accumulators: changedOnly(ground, key, told),
        });
        doorStateOf(ground).keepState("filed-facts", ticket.psnNo, told.filings);
        return personByNo(ground, ticket.psnNo);
      }),
    stalePeople: (limit) => {
      const today = shanghaiDay(clock.nowMs());
      const stale = store.persons
        .keys()
        .filter((key) => (store.persons.facts(key)?.as_of ?? today) < today && !isOpen(ground, key));
      return stale.slice(0, limit).flatMap((key) => psnNoOf(ground, key) ?? []);
    },
    filedFacts: (psnNo) => {
      const kept = doorStateOf(ground).readState("filed-facts", psnNo);
      return kept === undefined ? [] : filedFacts.parse(kept);
    },
  };
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
