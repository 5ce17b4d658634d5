import { z } from "zod";

import type { Fen } from "../base/money.ts";
import { addFen } from "../base/money.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import type { Split } from "../settle/settlement.ts";
import { instantOrNull, signedFen, signedMoney, text, textOrNull } from "./scalars.ts";

/** What a centre said. */
export interface CentreAnswer {
  readonly infcode: "done" | "refused" | "fault";
  /** The stable code that begins the text of a refusal; empty where there is none. */
  readonly code: string;
  readonly message: string;
  /** By the centre's clock, milliseconds since 1970; null where it tells no time. */
  readonly respondedMs: number | null;
  readonly output: Readonly<Record<string, unknown>>;
}

const fields = z.record(z.string(), z.unknown());
const answerShape = z.looseObject({
  infcode: text(3),
  err_msg: z.unknown().optional(),
  respond_time: z.unknown().optional(),
  output: fields.nullish(),
});

const infcodes: ReadonlyMap<string, CentreAnswer["infcode"]> = new Map([
  ["0", "done"],
  ["-2", "refused"],
  ["-1", "fault"],
]);

/** Reads an answer as it came over the line. @returns null when it is none: then nobody knows what became of the message */
export function parseCentreAnswer(body: string): CentreAnswer | null {
  const json = parseStrictJson(body);
  const parsed = answerShape.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success) return null;
  const { infcode: code, err_msg: words, respond_time: time, output } = parsed.data;
  const infcode = infcodes.get(code);
  if (infcode === undefined) return null;
  const message = typeof words === "string" ? words.trim() : "";
  return {
    infcode,
    code: /^[A-Z][A-Z_]{2,}(?= |$)/.exec(message)?.[0] ?? "",
    message,
    respondedMs: instantOf(time),
    output: output ?? {},
  };
}

/** yyyyMMddHHmmssSSS as Shanghai reads it. */
function instantOf(time: unknown): number | null {
  if (typeof time !== "string") return null;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(time);
  if (match === null) return null;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "", ms = ""] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}+08:00`);
  return Number.isNaN(at) ? null : at;
}

/** A settlement as an answer of 2102, 2207, 2304, their reversals or 5203 tells it. */
export interface CentreSettlement {
  readonly centreVisitId: string | null;
  readonly centreSettlementId: string;
  /** By which message it was made; null where the centre does not say. */
  readonly msgid: string | null;
  /** Amounts that it tells, as it counts them. */
  readonly split: { readonly [Name in keyof Split]?: Fen };
}

/** Where the parts of a split stand; the first name that is there counts. A part may be the sum of two fields. */
const amountFields: { readonly [Name in keyof Split]: readonly string[] } = {
  total: ["medfee_sumamt"],
  ownPay: ["fulamt_ownpay_amt"],
  overLimit: ["overlmt_selfpay"],
  selfPayFirst: ["preselfpay_amt"],
  inScope: ["inscp_scp_amt"],
  deductible: ["act_pay_dedc"],
  basic: ["hifp_pay"],
  majorMedical: ["hifob_pay"],
  supplementary: ["hifes_pay"],
  civilServant: ["cvlserv_pay"],
  assistance: ["maf_pay"],
  other: ["oth_pay"],
  fundTotal: ["fund_pay_sumamt"],
  personal: ["psn_part_amt", "psn_pay"],
  account: ["acct_pay"],
  family: ["acct_mulaid_pay"],
  cash: ["psn_cash_pay", "cash_payamt"],
};

const setlinfoShape = z.looseObject({
  setl_id: text(30),
  mdtrt_id: textOrNull(30),
  medins_setl_id: textOrNull(30),
});

/** Reads setlinfo. @returns null when it tells no settlement, or an amount that is none */
export function readSetlinfo(output: CentreAnswer["output"]): CentreSettlement | null {
  const parsed = setlinfoShape.safeParse(output["setlinfo"]);
  if (!parsed.success) return null;
  const split: { -readonly [Name in keyof Split]?: Fen } = {};
  for (const [name, places] of Object.entries(amountFields)) {
    const amount = amountAt(parsed.data, places);
    if (amount === "wrong") return null;
    if (amount !== null && isPart(name)) split[name] = amount;
  }
  const residents = amountAt(parsed.data, ["hifmi_pay"]);
  if (residents === "wrong") return null;
  // Employees' and residents' major-medical are two funds and one part of a split: a person has one of them.
  if (residents !== null)
    split.majorMedical = split.majorMedical === undefined ? residents : addFen(split.majorMedical, residents);
  const { setl_id: centreSettlementId, mdtrt_id: centreVisitId, medins_setl_id: msgid } = parsed.data;
  return { centreSettlementId, centreVisitId, msgid, split };
}

function isPart(name: string): name is keyof Split {
  return Object.hasOwn(amountFields, name);
}

function amountAt(
  fieldsOf: Readonly<Record<string, unknown>>,
  places: readonly string[],
): Fen | null | "wrong" {
  const value = places.map((place) => fieldsOf[place]).find((one) => one !== undefined && one !== null);
  if (value === undefined) return null;
  const read = signedMoney.safeParse(value);
  return read.success ? signedFen(read.data) : "wrong";
}

const visitsShape = z.looseObject({
  mdtrtinfo: z.array(
    z.looseObject({
      mdtrt_id: text(30),
      setlinfo: z.array(z.looseObject({ setl_id: text(30), medins_setl_id: textOrNull(30) })).nullish(),
    }),
  ),
});

/** Settlements that stand, as 5201 lists them. @returns null when it is no such list */
export function readStanding(output: CentreAnswer["output"]):
  | readonly {
      readonly centreVisitId: string;
      readonly centreSettlementId: string;
      readonly msgid: string | null;
    }[]
  | null {
  const parsed = visitsShape.safeParse(output);
  if (!parsed.success) return null;
  return parsed.data.mdtrtinfo.flatMap(({ mdtrt_id: centreVisitId, setlinfo }) =>
    (setlinfo ?? []).map((one) => ({
      centreVisitId,
      centreSettlementId: one.setl_id,
      msgid: one.medins_setl_id,
    })),
  );
}

const visitIdShape = z.union([
  z.looseObject({ data: z.looseObject({ mdtrt_id: text(30) }) }).transform(({ data }) => data.mdtrt_id),
  z.looseObject({ result: z.looseObject({ mdtrt_id: text(30) }) }).transform(({ result }) => result.mdtrt_id),
]);

/** The visit that 2201 or 2401 has opened; null for an answer that opens none. */
export function readVisitId(output: CentreAnswer["output"]): string | null {
  const parsed = visitIdShape.safeParse(output);
  return parsed.success ? parsed.data : null;
}

/** Whether a refusal says no more than that the sign-in has to be renewed. @param message  its text */
export function asksToSignIn(message: string): boolean {
  return message.includes("sign_no") || message.includes("重新签到");
}

const signInShape = z.looseObject({
  signinoutb: z.looseObject({ sign_no: text(30), sign_time: instantOrNull }),
});

/** The number of a sign-in; null when there is none. */
export function readSignIn(output: CentreAnswer["output"]): string | null {
  const parsed = signInShape.safeParse(output);
  return parsed.success ? parsed.data.signinoutb.sign_no : null;
}
