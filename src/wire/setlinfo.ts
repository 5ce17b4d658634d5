import type { Fen } from "../base/money.ts";
import { addFen, formatFen, leftOf, minFen, parseFen, zeroFen } from "../base/money.ts";
import type { Settlement, Split, Step } from "../settle/settlement.ts";
import { clearingType, hospitalLevel, identityDocument } from "./codes.ts";

/** A person as a message shows them. */
export interface PersonView {
  readonly psnNo: string;
  readonly name: string;
  readonly certNo: string;
  readonly gender: string;
  readonly birthDate: string;
  readonly ageYears: number;
  readonly population: "employee" | "resident";
  readonly personType: string;
  readonly insutype: string;
  readonly employer: string | null;
}

/** A settlement, or a preview of one, as a message shows it. */
export interface SettlementView {
  readonly centreVisitId: string;
  /** null: a preview. */
  readonly settlementId: string | null;
  readonly msgid: string;
  /** "yyyy-MM-dd HH:mm:ss"; null: a preview. */
  readonly settledAt: string | null;
  readonly certType: string;
  readonly medType: string;
  readonly settlement: Settlement;
  /** The person's own account after this. */
  readonly balance: Fen;
  readonly clearingOffice: string;
  readonly atPharmacy: boolean;
  readonly person: PersonView;
}

/** Which answer it is: they differ in a few fields and in the names of three amounts. */
export type SettlementAnswer =
  "2101" | "2102" | "2103" | "2206" | "2207" | "2208" | "2303" | "2304" | "2305" | "5203";

/** hosp_part_amt: what an institution bears itself, which none of our plans knows. */
const hospitalPart = zeroFen;

/** setlinfo with exactly the fields of its transaction. @source 接口规范 2.6 */
export function encodeSetlinfo(view: SettlementView, answer: SettlementAnswer): Record<string, unknown> {
  const isPreview = view.settlementId === null;
  const isReversal = answer === "2103" || answer === "2208" || answer === "2305";
  const { settlement, person } = view;
  return {
    mdtrt_id: view.centreVisitId,
    ...(isPreview ? {} : { setl_id: view.settlementId }),
    ...(isReversal ? {} : personFields(person)),
    setl_time: view.settledAt,
    ...(isReversal ? {} : { mdtrt_cert_type: view.certType, med_type: view.medType }),
    ...fundFields(settlement, person.population),
    ...personalFields(settlement.split, answer),
    ...(withHospitalPart.has(answer) ? { hosp_part_amt: formatFen(hospitalPart) } : {}),
    balc: formatFen(view.balance),
    acct_mulaid_pay: formatFen(settlement.split.family),
    medins_setl_id: view.msgid,
    clr_optins: isPreview ? null : view.clearingOffice,
    ...(isReversal
      ? {}
      : { clr_way: isPreview ? null : "1", clr_type: clearingType(view.medType, view.atPharmacy) }),
    ...(withDisabilityFund.has(answer) ? { hifdm_pay: formatFen(zeroFen) } : {}),
  };
}

const withHospitalPart: ReadonlySet<SettlementAnswer> = new Set([
  "2206",
  "2207",
  "2208",
  "2303",
  "2304",
  "2305",
]);
const withDisabilityFund: ReadonlySet<SettlementAnswer> = new Set(["2206", "2207", "2303", "2304", "2305"]);

function personFields(person: PersonView) {
  return {
    psn_no: person.psnNo,
    psn_name: person.name,
    psn_cert_type: identityDocument,
    certno: person.certNo,
    gend: person.gender,
    naty: null,
    brdy: person.birthDate,
    age: person.ageYears,
    insutype: person.insutype,
    psn_type: person.personType,
    cvlserv_flag: "0",
  };
}

function fundFields({ split, steps }: Settlement, population: "employee" | "resident") {
  const isResident = population === "resident";
  return {
    medfee_sumamt: formatFen(split.total),
    fulamt_ownpay_amt: formatFen(split.ownPay),
    overlmt_selfpay: formatFen(split.overLimit),
    preselfpay_amt: formatFen(split.selfPayFirst),
    inscp_scp_amt: formatFen(split.inScope),
    act_pay_dedc: formatFen(split.deductible),
    hifp_pay: formatFen(split.basic),
    pool_prop_selfpay: ratioOf(steps),
    cvlserv_pay: formatFen(split.civilServant),
    hifes_pay: formatFen(split.supplementary),
    hifmi_pay: formatFen(isResident ? split.majorMedical : zeroFen),
    hifob_pay: formatFen(isResident ? zeroFen : split.majorMedical),
    maf_pay: formatFen(split.assistance),
    oth_pay: formatFen(split.other),
    fund_pay_sumamt: formatFen(split.fundTotal),
  };
}

/** The share the basic fund paid by; 0 when it had nothing to pay on or the steps are not kept. */
function ratioOf(steps: readonly Step[]): string {
  return (
    steps.find(({ stage, inputs }) => stage === "basic" && inputs["ratio"] !== undefined)?.inputs["ratio"] ??
    "0"
  );
}

/** The personal part and cash bear other names in 2103 and 5203; 2208 has a slip of the pen that clients read. */
function personalFields(split: Split, answer: SettlementAnswer) {
  const personal = formatFen(split.personal);
  const account = formatFen(split.account);
  const cash = formatFen(split.cash);
  if (answer === "2103" || answer === "5203")
    return { psn_pay: personal, acct_pay: account, cash_payamt: cash };
  const usual = { psn_part_amt: personal, acct_pay: account, psn_cash_pay: cash };
  return answer === "2208" ? { ...usual, pdn_cash_pay: cash } : usual;
}

interface FundRow {
  readonly type: string;
  readonly name: string;
  readonly amount: Fen;
  readonly stage: Step["stage"] | null;
}

/** setldetail: what each fund and account paid; the basic fund is always listed. @source 接口规范 2.6 setldetail */
export function encodeSetldetail({ settlement, person }: SettlementView): readonly Record<string, unknown>[] {
  const { split, steps } = settlement;
  const rows = fundRows(split, person.population).filter((row, at) => at === 0 || row.amount !== 0);
  return rows.map((row) => ({
    fund_pay_type: row.type,
    inscp_scp_amt: formatFen(split.inScope),
    crt_payb_lmt_amt: row.stage === "basic" ? roomOf(steps) : null,
    fund_payamt: formatFen(row.amount),
    fund_pay_type_name: row.name,
    setl_proc_info: processOf(steps, row.stage),
  }));
}

function fundRows(split: Split, population: "employee" | "resident"): readonly FundRow[] {
  const basic =
    population === "resident"
      ? { type: "390100", name: "城乡居民基本医疗保险基金" }
      : { type: "310100", name: "职工基本医疗保险统筹基金" };
  const major =
    population === "resident"
      ? { type: "390200", name: "城乡居民大病医疗保险基金" }
      : { type: "330100", name: "大额医疗费用补助基金" };
  return [
    { ...basic, amount: split.basic, stage: "basic" },
    { ...major, amount: split.majorMedical, stage: "majorMedical" },
    { type: "370100", name: "企业补充医疗保险基金", amount: split.supplementary, stage: "supplementary" },
    { type: "320100", name: "公务员医疗补助基金", amount: split.civilServant, stage: null },
    { type: "610100", name: "医疗救助基金", amount: split.assistance, stage: "assistance" },
    { type: "999997", name: "其他基金", amount: split.other, stage: null },
    {
      type: "310200",
      name: "职工基本医疗保险个人账户基金",
      amount: addFen(split.account, split.family),
      stage: null,
    },
  ];
}

/** What the caps left for the fund before this bill, the least of those that the steps name; null when none does. */
function roomOf(steps: readonly Step[]): string | null {
  const rooms: Fen[] = [];
  for (const { stage, inputs } of steps) {
    if (stage !== "basic") continue;
    for (const [name, limit] of Object.entries(inputs)) {
      const before = name.endsWith(".limit") ? inputs[name.slice(0, -".limit".length)] : undefined;
      if (before !== undefined) rooms.push(leftOf(parseFen(limit), parseFen(before)));
    }
  }
  const [first, ...others] = rooms;
  return first === undefined ? null : formatFen(others.reduce(minFen, first));
}

/** setl_proc_info is C4000. */
const processLengthMax = 4000;

function processOf(steps: readonly Step[], stage: Step["stage"] | null): string {
  return steps
    .filter((step) => step.stage === stage)
    .map((step) => `${step.label}：${step.formula} = ${step.amount}（${step.clause}）`)
    .join("；")
    .slice(0, processLengthMax);
}

/** What 5203 adds to setlinfo. */
export interface QueryView {
  readonly institutionCode: string;
  readonly institutionName: string;
  readonly level: string;
  readonly begin: string;
  readonly end: string;
  readonly isRefund: boolean;
  readonly year: string;
  readonly diseaseCode: string | null;
  readonly invoiceNo: string | null;
  readonly operatorNo: string | null;
}

/** setlinfo of 5203: the settlement with the place and the day it belongs to. @source 接口规范 5203 */
export function encodeQuery(view: SettlementView, query: QueryView): Record<string, unknown> {
  return {
    ...encodeSetlinfo(view, "5203"),
    flxempe_flag: "0",
    nwb_flag: "0",
    insu_optins: view.clearingOffice,
    emp_name: view.person.employer,
    pay_loc: "2",
    fixmedins_code: query.institutionCode,
    fixmedins_name: query.institutionName,
    hosp_lv: hospitalLevel(query.level),
    fixmedins_poolarea: view.clearingOffice,
    lmtpric_hosp_lv: hospitalLevel(query.level),
    dedc_hosp_lv: hospitalLevel(query.level),
    begndate: query.begin,
    enddate: query.end,
    refd_setl_flag: query.isRefund ? "1" : "0",
    year: query.year,
    dise_codg: query.diseaseCode ?? "",
    dise_name: "",
    invono: query.invoiceNo ?? "",
    opter_id: query.operatorNo ?? "",
    opter_name: "",
    opt_time: view.settledAt,
  };
}
