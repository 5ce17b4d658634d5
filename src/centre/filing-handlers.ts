import { z } from "zod";

import { shanghaiTime } from "../app/clock.ts";
import { civilDate } from "../base/civil-date.ts";
import { personInfo } from "../gateway/person-handlers.ts";
import { reading } from "../gateway/opening.ts";
import type { Attempt, Handler, Turn } from "../gateway/turn.ts";
import { done, idOf, no } from "../gateway/turn.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import { populations } from "../rules/schema-parts.ts";
import { judgeFiling } from "../upload/filing.ts";
import type { FilingRequest } from "../wire/filings.ts";
import { chronicInput, filedRecords, onFileInput, recordInput, withdrawalInput } from "../wire/filings.ts";
import type { FiledFact } from "../wire/person-facts.ts";
import { filedFacts, writePersonFacts } from "../wire/person-facts.ts";
import type { Bench } from "./bench.ts";
import type { PersonRow } from "./store/tables.ts";

const factsShape = z.looseObject({
  population: z.enum(populations),
  chronicDiseases: z.array(z.object({ code: z.string(), from: z.string(), to: z.string().nullable() })),
});

/** The person of a message, with what is on file of them. */
interface OnFile {
  readonly row: PersonRow;
  readonly facts: z.output<typeof factsShape>;
  readonly filings: readonly FiledFact[];
}

function onFile({ read, changes }: Bench, psnNo: string): Attempt<OnFile> {
  const held = read.people.get(psnNo);
  if (held === undefined || psnNo !== read.scope.psnNo)
    return no("PERSON_NOT_FOUND", "中心没有此人的参保信息，请核对凭证");
  const row = { ...held, ...changes.onFile };
  const facts = factsShape.parse(JSON.parse(row.facts));
  return { ok: true, value: { row, facts, filings: filedFacts.parse(JSON.parse(row.filings)) } };
}

function keep(
  { changes }: Bench,
  { facts, filings }: { readonly facts: OnFile["facts"]; readonly filings: readonly FiledFact[] },
): void {
  changes.onFile = { facts: JSON.stringify(facts), filings: JSON.stringify(filings) };
}

function rulesOn(bench: Bench, plan: string, day: string): Attempt<RulesInForce> {
  const rules = bench.rules.current.rulesOn(plan, civilDate(day));
  return rules === null
    ? no("PACK_NOT_FOUND", `没有 ${plan} 在 ${day} 有效的政策包`)
    : { ok: true, value: rules };
}

/** 2503 */
export function fileChronic(bench: Bench): Handler {
  return reading(chronicInput, (turn, input) => {
    const held = onFile(bench, input.psnNo);
    if (!held.ok) return held;
    const { row, facts, filings } = held.value;
    if (row.insutype !== input.insutype) return no("CLAIM_INVALID", `insutype 应为 ${row.insutype}`);
    const { diseaseCode: code, from, to } = input;
    const judged = judge(bench, held.value, { ...blank, ...input, kind: "chronic" });
    if (!judged.ok) return judged;
    const fact = newFact(turn, bench, { kind: "chronic", what: code, from, to });
    const chronicDiseases = [...facts.chronicDiseases, { code, from, to }];
    keep(bench, { facts: { ...facts, chronicDiseases }, filings: [...filings, fact] });
    return done({ result: { trt_dcla_detl_sn: fact.id } }, null);
  });
}

/** What a request says beside what the rules look at. */
const blank = {
  phone: null,
  address: null,
  reason: null,
  office: "",
  diseaseName: "",
  hospitalCode: "",
  hospitalName: "",
  doctorCode: null,
  doctorName: null,
} as const;

function judge(bench: Bench, { row, facts }: OnFile, request: FilingRequest): Attempt<null> {
  const rules = rulesOn(bench, row.plan, request.from);
  if (!rules.ok) return rules;
  const { population, chronicDiseases: diseases } = facts;
  const today = shanghaiTime(bench.nowMs).slice(0, 10);
  const judged = judgeFiling(request, { population, diseases, today, stay: null }, rules.value);
  return judged.ok ? { ok: true, value: null } : no(judged.code, judged.message);
}

function newFact(
  turn: Turn,
  { nowMs }: Bench,
  about: Pick<FiledFact, "kind" | "what" | "from" | "to">,
): FiledFact {
  const recordedOn = shanghaiTime(nowMs).slice(0, 10);
  return { id: idOf(turn, "filing"), ...about, recordedOn, msgid: turn.envelope.msgid };
}

/** 2505 */
export function fileRecord(bench: Bench): Handler {
  return reading(recordInput, (turn, input) => {
    const held = onFile(bench, input.psnNo);
    if (!held.ok) return held;
    const { facts, filings } = held.value;
    const { kind, what, from, to } = input;
    const recordType = filedRecords.find((one) => one === what);
    if (kind === "offSite" && recordType !== undefined) {
      const judged = judge(bench, held.value, { ...blank, ...input, kind, recordType, region: "" });
      if (!judged.ok) return judged;
    }
    const isTwice = filings.some((one) => one.kind === kind && one.what === what && one.from === from);
    if (isTwice) return no("CLAIM_INVALID", "同一备案已有，请勿重复申请");
    const fact = newFact(turn, bench, { kind, what, from, to });
    keep(bench, { facts, filings: [...filings, fact] });
    return done({ result: { trt_dcla_detl_sn: fact.id } }, null);
  });
}

/** 2504, 2506 */
export function withdrawFiling(bench: Bench, infno: "2504" | "2506"): Handler {
  return reading(withdrawalInput, (_turn, { psnNo, serial }) => {
    const held = onFile(bench, psnNo);
    if (!held.ok) return held;
    const { facts, filings } = held.value;
    const fact = filings.find(({ id }) => id === serial);
    if (fact === undefined || (fact.kind === "chronic") !== (infno === "2504"))
      return no("CLAIM_INVALID", "没有这份备案或已撤销，请核对 trt_dcla_detl_sn");
    const chronicDiseases = facts.chronicDiseases.filter(
      ({ code, from }) => fact.kind !== "chronic" || code !== fact.what || from !== fact.from,
    );
    keep(bench, { facts: { ...facts, chronicDiseases }, filings: filings.filter((one) => one !== fact) });
    return done({}, null);
  });
}

/** 5301, 5302: what is on file. The numbers are ours: they say what became of a lost answer. */
export function queryFilings(bench: Bench, infno: "5301" | "5302"): Handler {
  return reading(onFileInput, (_turn, { psnNo }) => {
    const held = onFile(bench, psnNo);
    if (!held.ok) return held;
    const rows = held.value.filings
      .filter(({ kind }) => (kind === "chronic") === (infno === "5301"))
      .map(({ id, kind, what, from, to, msgid }) => ({
        ...(kind === "chronic" ? { opsp_dise_code: what } : { psn_no: psnNo, fixmedins_code: what }),
        begndate: from,
        enddate: to,
        trt_dcla_detl_sn: id,
        msgid,
      }));
    return done(infno === "5301" ? { feedetail: rows } : { psnfixmedin: rows }, null);
  });
}

const baseShape = z.looseObject({ baseinfo: z.looseObject({ psn_no: z.string() }) });

/** 1101 with the facts that a desk settles by, in the slot that a region fills as it likes. */
export function personWithFacts(bench: Bench): Handler {
  return (turn) => {
    const told = personInfo(turn);
    if (!told.ok) return told;
    const { baseinfo } = baseShape.parse(told.output);
    const found = turn.door.terminal.personByNo(baseinfo.psn_no);
    const held = onFile(bench, baseinfo.psn_no);
    if (!found.ok) return found;
    if (!held.ok) return held;
    const { plan, person, family, accumulators } = found.value;
    const facts = writePersonFacts({
      plan,
      person,
      family,
      accumulators,
      filings: held.value.filings,
      asOf: shanghaiTime(bench.nowMs).slice(0, 10),
    });
    return { ...told, output: { ...told.output, baseinfo: { ...baseinfo, exp_content: facts } } };
  };
}
