import type { z } from "zod";

import { shanghaiTime } from "../app/clock.ts";
import type { Finding } from "../app/findings.ts";
import type { LineControl } from "../app/line-control.ts";
import { knownOf } from "../app/line-control.ts";
import { addFen, formatFen, parseFen, zeroFen } from "../base/money.ts";
import { nextStep } from "../upload/next-step.ts";
import type { AnnouncedStop } from "../upload/outage.ts";
import type { Agreement, Limits } from "../upload/provisional.ts";
import { leftOfLimits } from "../upload/provisional.ts";
import { lineContract } from "./contract-line.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import { foundJson } from "./rpc-history.ts";
import type { Call } from "./rpc-verb.ts";
import { map, ok, verb } from "./rpc-verb.ts";

type State = z.output<typeof lineContract.lineState.output>;
type StopJson = NonNullable<State["stop"]>;
type AgreementJson = NonNullable<State["agreement"]>;

/** The line to the centre for the screens. @param control  null: nothing is sent from here */
export function lineVerbs(control: LineControl | null): Readonly<Record<keyof typeof lineContract, Call>> {
  return {
    lineState: verb(lineContract.lineState, (terminal) => ok(stateJson(terminal, control))),
    lineQueue: verb(lineContract.lineQueue, (terminal, { limit }) => ok(queueJson(terminal, control, limit))),
    outcome: verb(lineContract.outcome, async (terminal, { settlementId, waitMs }) => {
      const known =
        control === null ? knownOf(terminal, settlementId) : await control.outcome(settlementId, waitMs);
      return map(known, ({ verdict, messageState, finding }) => ({
        verdict,
        messageState,
        finding: finding === null ? null : findingJson(finding),
      }));
    }),
    retryNow: verb(lineContract.retryNow, () => {
      control?.retryNow();
      return ok({});
    }),
    acceptDifference: verb(lineContract.acceptDifference, (terminal, { msgid, actor }) =>
      map(terminal.acceptDifference(msgid, actor), findingJson),
    ),
    announceStop: verb(lineContract.announceStop, (terminal, { stop, approval }) =>
      map(terminal.announceStop(stop === null ? null : stopOf(stop), approval), () =>
        stateJson(terminal, control),
      ),
    ),
    agreeProvisional: verb(lineContract.agreeProvisional, (terminal, { agreement, approval }) =>
      map(terminal.agreeProvisional(agreement === null ? null : agreementOf(agreement), approval), () =>
        stateJson(terminal, control),
      ),
    ),
  };
}

function queueJson(
  terminal: FullTerminal,
  control: LineControl | null,
  limit: number,
): z.output<typeof lineContract.lineQueue.output> {
  const sender = control?.sender() ?? null;
  return {
    waiting: terminal.unsent(limit).map((unsent) => ({
      msgid: unsent.msgid,
      number: unsent.number,
      infno: unsent.message.envelope.infno,
      state: openState(unsent.state),
      tries: unsent.tries,
      next: nextStep(unsent),
      notBefore: instantOf(sender?.notBeforeMs(unsent.msgid) ?? null),
      sale: saleOf(terminal, unsent.msgid),
    })),
    findings: terminal
      .findings(limit)
      .map((finding) => ({ ...findingJson(finding), sale: saleOf(terminal, finding.msgid) })),
  };
}

/** What a message is about, as a list shows it: nobody has to know its number. */
function saleOf(terminal: FullTerminal, msgid: string) {
  const asked = { psnNo: null, day: null, id: msgid, traceCode: null, amount: null, state: null, limit: 1 };
  const found = terminal.findSettlements(asked);
  const sale = found.ok ? found.value[0] : undefined;
  return sale === undefined ? null : foundJson(sale);
}

function instantOf(ms: number | null): string | null {
  return ms === null ? null : shanghaiTime(ms);
}

function stateJson(terminal: FullTerminal, control: LineControl | null): State {
  const line = terminal.line();
  const agreement = terminal.agreement();
  const out = terminal.provisionals();
  const amount = out.reduce((sum, one) => addFen(sum, one.amount), zeroFen);
  const left = leftOfLimits(agreement, { desk: amount, count: out.length });
  const sender = control?.sender() ?? null;
  const counts = terminal.openCount();
  return {
    state: line?.state ?? "none",
    since: line === null ? null : shanghaiTime(line.sinceMs),
    class: line?.class ?? null,
    mode: line?.state === "offline" ? (agreement === null ? "cash" : "provisional") : "online",
    stop: line === null || line.stop === null ? null : stopJson(line.stop),
    clockOffsetMs: sender?.clockOffsetMs ?? null,
    reachedAt: instantOf(sender?.reachedMs ?? null),
    lastFailure: sender?.lastFailure ?? null,
    pausedUntil: instantOf(sender?.pausedUntilMs ?? null),
    inFlight: sender?.inFlight ?? 0,
    pending: counts.pending,
    unknown: counts.unknown + counts.sent,
    agreement: agreement === null ? null : agreementJson(agreement),
    provisional: {
      count: out.length,
      amount: formatFen(amount),
      left: left === null ? null : { perDesk: formatFen(left.perDesk), count: left.count },
    },
  };
}

function openState(state: string): "pending" | "sent" | "unknown" {
  return state === "pending" || state === "sent" ? state : "unknown";
}

function findingJson(finding: Finding) {
  return {
    ...finding,
    differences: finding.differences.map(({ name, here, there }) => ({
      name,
      here: formatFen(here),
      there: formatFen(there),
    })),
  };
}

function stopOf({ class: sort, from, until }: StopJson): AnnouncedStop {
  return { class: sort, fromMs: Date.parse(from), untilMs: Date.parse(until) };
}

function stopJson({ class: sort, fromMs, untilMs }: AnnouncedStop): StopJson {
  return { class: sort, from: shanghaiTime(fromMs), until: shanghaiTime(untilMs) };
}

function agreementOf({ fresh, old, freshDays, oldDays }: AgreementJson): Agreement {
  const limitsOf = (given: AgreementJson["fresh"]): Limits => ({
    perSale: parseFen(given.perSale),
    perPersonDay: parseFen(given.perPersonDay),
    perDesk: parseFen(given.perDesk),
    count: given.count,
  });
  return { fresh: limitsOf(fresh), old: limitsOf(old), freshDays, oldDays };
}

function agreementJson({ fresh, old, freshDays, oldDays }: Agreement): AgreementJson {
  const limitsJson = (one: Limits): AgreementJson["fresh"] => ({
    perSale: formatFen(one.perSale),
    perPersonDay: formatFen(one.perPersonDay),
    perDesk: formatFen(one.perDesk),
    count: one.count,
  });
  return { fresh: limitsJson(fresh), old: limitsJson(old), freshDays, oldDays };
}
