import { z } from "zod";

import type { CivilDate } from "../base/civil-date.ts";
import { parseCivilDate } from "../base/civil-date.ts";
import type { Fen } from "../base/money.ts";
import { addFen, fen, formatFen, leftOf, zeroFen } from "../base/money.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { AnnouncedStop, Line, LineEvent } from "../upload/outage.ts";
import { newLine, nextLine, outageClasses } from "../upload/outage.ts";
import type { Agreement, LimitName } from "../upload/provisional.ts";
import { brokenLimit } from "../upload/provisional.ts";
import { actorOf, approve, isAdministrator, isSupervising } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiDay, shanghaiTime } from "./clock.ts";
import { doorStateOf, stateKey } from "./door-state.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { Approval } from "./supervision.ts";
import type { Refused, Result } from "./terminal.ts";
import type { Vault } from "./vault.ts";

/** A sale that was split without the centre and waits for it. */
export interface Provisional {
  readonly settlementId: string;
  readonly msgid: string;
  readonly day: string;
  /** Keyed hash of the person. */
  readonly person: string;
  /** What funds and accounts would pay. */
  readonly amount: Fen;
}

/** Whether there is a line to a centre, how it is, and what may be done without it. */
export interface LineVerbs {
  /** null: these books have no line to a centre. */
  readonly line: () => Line | null;
  /** A centre belongs to these books from now on, or none. */
  readonly setLine: (isThere: boolean) => void;
  /** Where the centre of these books is; null: they have none. */
  readonly centre: () => string | null;
  /** By an administrator. It is for whoever runs the engine to attach it. */
  readonly changeCentre: (url: string | null, approval: Approval) => Result<string | null>;
  readonly noteLine: (event: LineEvent) => Line;
  readonly announceStop: (stop: AnnouncedStop | null, approval: Approval) => Result<Line>;
  readonly agreement: () => Agreement | null;
  readonly agreeProvisional: (agreement: Agreement | null, approval: Approval) => Result<Agreement | null>;
  readonly provisionals: () => readonly Provisional[];
}

const amount = z.int().min(0).transform(fen);
const limits = z.object({ perSale: amount, perPersonDay: amount, perDesk: amount, count: z.int().min(0) });
const agreementShape = z
  .object({ fresh: limits, old: limits, freshDays: z.int().min(0), oldDays: z.int().min(0) })
  .nullable();
const centreShape = z.string().nullable();
const stopShape = z.object({ class: z.enum(outageClasses), fromMs: z.number(), untilMs: z.number() });
const lineShape = z
  .object({
    state: z.enum(["online", "offline"]),
    sinceMs: z.number(),
    class: z.enum(outageClasses).nullable(),
    failures: z.int(),
    stop: stopShape.nullable(),
  })
  .nullable();
const provisionalShape = z.object({
  settlementId: z.string(),
  msgid: z.string(),
  day: z.string(),
  person: z.string(),
  amount,
});

const kind = "line";
const owner = "line: provisional";
/** More than any agreement allows. */
const provisionalMax = 10_000;
const dayMs = 86_400_000;

type States = ReturnType<typeof doorStateOf>;

export function lineVerbsOf(ground: Ground): LineVerbs {
  const states = doorStateOf(ground);
  const { clock, store } = ground;
  const change = (event: LineEvent): Line => {
    const before = lineIn(ground) ?? newLine(clock.nowMs());
    const after = nextLine(before, event, clock.nowMs());
    if (JSON.stringify(after) !== JSON.stringify(before)) states.keepState(kind, "state", after);
    return after;
  };
  const approved = <T>(
    approval: Approval,
    subject: string,
    work: () => T,
    allows: typeof isSupervising = isSupervising,
  ): Result<T> => {
    const who = approve(ground, approval, allows);
    if (!who.ok) return who;
    return store.together(() => {
      const done = work();
      const at = shanghaiTime(clock.nowMs());
      const content = JSON.stringify(done);
      appendAudit(ground, { at, action: "line", subject, actor: actorOf(approval), content });
      return accept(done);
    });
  };
  return {
    line: () => lineIn(ground),
    setLine: (isThere) => {
      if (!isThere) states.dropState(kind, "state");
      else if (lineIn(ground) === null) states.keepState(kind, "state", newLine(clock.nowMs()));
    },
    centre: () => centreShape.parse(states.readState(kind, "centre") ?? null),
    changeCentre: (url, approval) => {
      const keep = (): string | null => {
        states.keepState(kind, "centre", url);
        return url;
      };
      return approved(approval, "changeCentre", keep, isAdministrator);
    },
    noteLine: change,
    announceStop: (stop, approval) =>
      approved(approval, "announceStop", () => change({ kind: "announced", stop })),
    agreement: () => agreementIn(states),
    agreeProvisional: (agreement, approval) =>
      approved(approval, "agreeProvisional", () => {
        states.keepState(kind, "agreement", agreement);
        return agreement;
      }),
    provisionals: () => provisionalsIn(states),
  };
}

/** Where the state of the line is kept. */
export function lineKeyOf(vault: Vault): Buffer {
  return stateKey(vault, kind, "state");
}

function lineIn(ground: Ground): Line | null {
  return lineShape.parse(doorStateOf(ground).readAt(ground.lineKey) ?? null);
}

function agreementIn(states: States): Agreement | null {
  return agreementShape.parse(states.readState(kind, "agreement") ?? null);
}

function provisionalsIn(states: States): readonly Provisional[] {
  return states.statesOf(owner, provisionalMax).map(({ value }) => provisionalShape.parse(value));
}

/** Rules as they are read now: while the centre is away an open point in its lowest reading (domain §7 B). */
export function asReadNow(ground: Ground, rules: RulesInForce | null): RulesInForce | null {
  if (rules?.lowest === undefined || rules.lowest === null) return rules;
  return lineIn(ground)?.state === "offline" ? rules.lowest : rules;
}

/** A sale that is about to be written. */
interface AboutToSettle {
  readonly personKey: Buffer;
  readonly settlement: Settlement;
  /** What this takes the place of, taken back by the same act: only what goes beyond it is new to the centre. */
  readonly replaced?: Settlement;
}

/** The line as it stands in the transaction under way. */
export interface LineNow {
  /**
   * Whether a sale may be settled now: not while it is unknown what became of the person's last one, and without the
   * centre only within what was agreed.
   *
   * @source domain §6, §7
   */
  readonly refusal: (about: AboutToSettle) => Refused | null;
  /** Marks a sale that was written without the centre. */
  readonly mark: (about: AboutToSettle, written: Written) => void;
}

interface Written {
  readonly id: string;
  readonly msgid: string;
}

/** Call inside `store.write`; what it gives is good within that transaction. */
export function lineNow(ground: Ground): LineNow {
  const line = lineIn(ground);
  return {
    refusal: (about) => (line === null ? null : refusalOn(line, ground, about)),
    mark: (about, written) => {
      if (line?.state === "offline") markProvisional(ground, about, written);
    },
  };
}

function refusalOn(line: Line, ground: Ground, about: AboutToSettle): Refused | null {
  const { personKey } = about;
  const states = doorStateOf(ground);
  const open = ground.store.messages.openOf(personKey);
  if (open !== undefined && open.state !== "pending")
    return decline("OUTCOME_PENDING", "此人上一笔结算中心尚无结果，请稍候再办，或先按现金收费", {
      msgid: open.msgid,
    }).refusal;
  if (line.state === "online") return strangerRefusal(ground, personKey);
  const broken = brokenLimit(
    agreementIn(states),
    standingOf(ground, states, { personKey, sinceMs: line.sinceMs }),
    newAtRisk(about),
  );
  if (broken === null) return null;
  const message = `医保中心连接中断，${limitWords[broken]}；请按现金收费，恢复后凭补结算码补结算`;
  return decline("OFFLINE_LIMIT", message, { limit: broken, amount: formatFen(newAtRisk(about)) }).refusal;
}

/** No centre takes a sale of somebody without what they were recognised by, and nobody has told of them. */
function strangerRefusal({ store }: Ground, personKey: Buffer): Refused | null {
  if (store.persons.sealed(personKey) !== undefined) return null;
  return decline("PERSON_NOT_FOUND", "本机没有此人的参保信息，中心无从受理；请先识别参保人", {}).refusal;
}

const limitWords: Readonly<Record<LimitName, string>> = {
  agreement: "未约定脱机分担",
  person: "本机没有此人的参保信息",
  age: "本机的参保信息已过期",
  count: "脱机笔数已满",
  perSale: "本笔超过脱机单笔限额",
  perPersonDay: "此人今日超过脱机限额",
  perDesk: "本机脱机总额已满",
};

function markProvisional(ground: Ground, about: AboutToSettle, { id: settlementId, msgid }: Written): void {
  const mark: Provisional = {
    settlementId,
    msgid,
    day: shanghaiDay(ground.clock.nowMs()),
    person: about.personKey.toString("hex"),
    amount: newAtRisk(about),
  };
  doorStateOf(ground).keepState("provisional", msgid, mark, owner);
}

function newAtRisk({ settlement, replaced }: AboutToSettle): Fen {
  return replaced === undefined ? atRisk(settlement) : leftOf(atRisk(settlement), atRisk(replaced));
}

/** What funds and accounts would pay. */
function atRisk({ split }: Settlement): Fen {
  return addFen(split.fundTotal, addFen(split.account, split.family));
}

function standingOf(
  ground: Ground,
  states: States,
  { personKey, sinceMs }: { readonly personKey: Buffer; readonly sinceMs: number },
) {
  const nowMs = ground.clock.nowMs();
  const today = shanghaiDay(nowMs);
  const whose = personKey.toString("hex");
  const out = provisionalsIn(states);
  const sumOf = (some: readonly Provisional[]): Fen =>
    some.reduce((sum, one) => addFen(sum, one.amount), zeroFen);
  const facts = ground.store.persons.facts(personKey);
  return {
    personToday: sumOf(out.filter(({ person, day }) => person === whose && day === today)),
    desk: sumOf(out),
    count: out.length,
    ageDays:
      facts === undefined
        ? null
        : Math.max(daysSince(parseCivilDate(facts.as_of.slice(0, 10)), nowMs), (nowMs - sinceMs) / dayMs),
  };
}

function daysSince(day: CivilDate | null, nowMs: number): number {
  return day === null ? Infinity : Math.floor((nowMs - Date.parse(`${day}T00:00:00+08:00`)) / dayMs);
}
