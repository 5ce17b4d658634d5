import type { KeyObject } from "node:crypto";
import { createHmac } from "node:crypto";

import { z } from "zod";

import type { Actor, Identified, Result, Terminal } from "../app/terminal.ts";
import { assert } from "../base/assert.ts";
import type { Json } from "../base/canonical-json.ts";
import { canonicalJson } from "../base/canonical-json.ts";
import { parseCivilDate } from "../base/civil-date.ts";
import { assistanceClasses, populations, statuses } from "../rules/schema-parts.ts";
import { timeText } from "../wire/clock-text.ts";
import { ageOn, genderOf, personType, regionOfPlan } from "../wire/codes.ts";
import type { Envelope, Parsed } from "../wire/envelope.ts";
import { faultText, parseInput } from "../wire/envelope.ts";
import type { PersonView } from "../wire/setlinfo.ts";

/** The verbs that national messages are answered with: a terminal has them, and a centre for the sender of a message. */
export type DoorBooks = Pick<
  Terminal,
  | "institution"
  | "identify"
  | "personByNo"
  | "findItem"
  | "preview"
  | "commit"
  | "reverse"
  | "restore"
  | "settlement"
  | "settlementByMsgid"
  | "successorOf"
  | "totals"
  | "entries"
  | "requestClearing"
  | "cancelClearing"
  | "keepState"
  | "readState"
  | "dropState"
  | "statesOf"
>;

/** What national messages are answered from. */
export interface Door {
  readonly terminal: DoorBooks;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Key of the hashes by which repeated inputs are recognised. */
  readonly hashKey: KeyObject;
  /** Whether a transaction must bear a sign-in number; a wrong one is refused either way. */
  readonly demandsSignIn: boolean;
  /** Ten digits at most, never the same twice while the door is open. */
  readonly nextSerial: () => number;
}

/** One transaction being answered. */
export interface Turn {
  readonly door: Door;
  readonly envelope: Envelope;
  readonly inputHash: string;
}

export interface No {
  readonly ok: false;
  readonly refusal: { readonly code: string; readonly message: string };
}

/**
 * What a transaction came to. `psnNo` is whose names stand in the output; null when there are none. A `file` is answered
 * instead of an envelope.
 */
export type Outcome =
  | {
      readonly ok: true;
      readonly output: Readonly<Record<string, unknown>>;
      readonly psnNo: string | null;
      readonly file?: DoorFile;
    }
  | No;

export interface DoorFile {
  readonly filename: string;
  readonly bytes: Uint8Array;
}

export type Handler = (turn: Turn) => Outcome;

/** A value or a refusal: the terminal's results are such too. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | No;

export function done(output: Readonly<Record<string, unknown>>, psnNo: string | null): Outcome {
  return { ok: true, output, psnNo };
}

export function no(code: string, message: string): No {
  return { ok: false, refusal: { code, message } };
}

/** Reads the input of a transaction; every fault is named at once. */
export function readInput<T>(turn: Turn, schema: z.ZodType<T>): Attempt<T> {
  const parsed: Parsed<T> = parseInput(schema, turn.envelope.input);
  return parsed.ok ? parsed : no("CLAIM_INVALID", faultText(parsed.faults));
}

/** Hash of what was asked, by which the same message is told from another under its number. */
export function hashOf(door: Door, infno: string, input: unknown): string {
  assert(isJson(input), "an input that did not come out of JSON");
  const text = canonicalJson({ infno, input });
  return createHmac("sha256", door.hashKey).update(text).digest("hex");
}

function isJson(value: unknown): value is Json {
  if (
    value === null ||
    typeof value === "boolean" ||
    typeof value === "number" ||
    typeof value === "string"
  ) {
    return true;
  }
  return typeof value === "object" && Object.values(value).every(isJson);
}

/** A number of ours for a visit: thirty digits that the message which opened it always leads to again. */
export function visitIdOf(turn: Turn): string {
  const { door, envelope } = turn;
  const hex = createHmac("sha256", door.hashKey).update(`visit ${envelope.msgid}`).digest("hex");
  const digits = BigInt(`0x${hex}`).toString().slice(-24).padStart(24, "0");
  return `${door.terminal.institution.region}${digits}`;
}

/** A number of ours for something that a message makes: the same for the same message. */
export function idOf({ door, envelope }: Turn, what: "sign-in" | "file" | "clearing" | "filing"): string {
  const hash = createHmac("sha256", door.hashKey).update(`${what} ${envelope.msgid}`).digest("hex");
  return hash.slice(0, 30);
}

/** Who clears the settlements of a plan. */
export function clearingOfficeOf({ institution }: Pick<DoorBooks, "institution">, plan: string): string {
  return regionOfPlan(plan) ?? institution.region;
}

export function actorOf({ envelope }: Turn): Actor {
  return { operator: envelope.operatorNo, pharmacist: null, desk: envelope.deviceNo ?? "plugin" };
}

const factsSchema = z.looseObject({
  birthDate: z.string(),
  population: z.enum(populations),
  status: z.enum(statuses),
  employer: z.string().nullable(),
  assistance: z.enum(assistanceClasses).nullable(),
  coverageFrom: z.string().nullable(),
});

export type PersonFacts = z.output<typeof factsSchema>;

export interface Insured {
  readonly identified: Identified;
  readonly facts: PersonFacts;
  readonly view: PersonView;
}

export function insuredOf(door: Door, identified: Identified): Insured {
  const facts = factsSchema.parse(identified.person);
  const today = parseCivilDate(timeText(door.now()).slice(0, 10));
  const ageYears = ageOn(facts.birthDate, today);
  const view: PersonView = {
    psnNo: identified.psnNo,
    name: identified.name,
    certNo: identified.certNo,
    gender: genderOf(identified.certNo),
    birthDate: facts.birthDate,
    ageYears,
    population: facts.population,
    personType: personType({ ...facts, ageYears }),
    insutype: identified.insutype,
    employer: facts.employer,
  };
  return { identified, facts, view };
}

/** The person of a bill, who must be the one whose identity card was shown and insured as the bill says. */
export function findInsured(
  { door }: Turn,
  bill: {
    readonly psnNo: string;
    readonly certType?: string;
    readonly certNo?: string;
    readonly insutype?: string | null;
  },
): Attempt<Insured> {
  const found: Result<Identified> = door.terminal.personByNo(bill.psnNo);
  if (!found.ok) return found;
  const identified = found.value;
  if (bill.certType === "02" && bill.certNo?.toUpperCase() !== identified.certNo.toUpperCase()) {
    return no("CLAIM_INVALID", "就诊凭证与 psn_no 不是同一人，请重新识别参保人（1101）");
  }
  const { insutype } = bill;
  if (insutype !== undefined && insutype !== null && insutype !== identified.insutype) {
    return no("CLAIM_INVALID", `insutype 与参保信息不符，应为 ${identified.insutype}，请以 1101 返回为准`);
  }
  return { ok: true, value: insuredOf(door, identified) };
}
