import { describe, expect, test } from "vitest";

import { civilDate } from "../../src/base/civil-date.ts";
import { fen } from "../../src/base/money.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { settle } from "../../src/settle/settle.ts";
import type { Settlement } from "../../src/settle/settlement.ts";
import type { SettlementAnswer, SettlementView } from "../../src/wire/setlinfo.ts";
import { encodeQuery, encodeSetldetail, encodeSetlinfo } from "../../src/wire/setlinfo.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { shippedBook } from "../shipped-packs.ts";

/** The marks of the national table, column by column: what every answer has, and what only some have. */
const ids = "mdtrt_id setl_id";
const people = "psn_no psn_name psn_cert_type certno gend naty brdy age insutype psn_type cvlserv_flag";
const visit = "mdtrt_cert_type med_type";
const funds =
  "medfee_sumamt fulamt_ownpay_amt overlmt_selfpay preselfpay_amt inscp_scp_amt act_pay_dedc hifp_pay pool_prop_selfpay " +
  "cvlserv_pay hifes_pay hifmi_pay hifob_pay maf_pay oth_pay fund_pay_sumamt";
const tail = "setl_time balc acct_pay acct_mulaid_pay medins_setl_id clr_optins";
const usual = "psn_part_amt psn_cash_pay";
const odd = "psn_pay cash_payamt";
const clearing = "clr_way clr_type";

const columns: Readonly<Record<SettlementAnswer, readonly string[]>> = {
  "2101": ["mdtrt_id", people, visit, funds, tail, usual, clearing],
  "2102": [ids, people, visit, funds, tail, usual, clearing],
  "2103": [ids, funds, tail, odd],
  "2206": ["mdtrt_id", people, visit, funds, tail, usual, clearing, "hosp_part_amt hifdm_pay"],
  "2207": [ids, people, visit, funds, tail, usual, clearing, "hosp_part_amt hifdm_pay"],
  "2208": [ids, funds, tail, usual, "pdn_cash_pay hosp_part_amt"],
  "2303": ["mdtrt_id", people, visit, funds, tail, usual, clearing, "hosp_part_amt hifdm_pay"],
  "2304": [ids, people, visit, funds, tail, usual, clearing, "hosp_part_amt hifdm_pay"],
  "2305": [ids, funds, tail, usual, "hosp_part_amt hifdm_pay"],
  "5203": [ids, people, visit, funds, tail, odd, clearing],
};

function viewOf(
  settlementId: string | null,
  population: "employee" | "resident" = "employee",
): SettlementView {
  return {
    centreVisitId: "V1",
    settlementId,
    msgid: "M1",
    settledAt: settlementId === null ? null : "2023-03-01 10:00:05",
    certType: "02",
    medType: "11",
    settlement: settled(),
    balance: fen(1),
    clearingOffice: "420300",
    atPharmacy: false,
    person: {
      psnNo: "P1",
      name: "张示例",
      certNo: "990000198001010011",
      gender: "1",
      birthDate: "1980-01-01",
      ageYears: 43,
      population,
      personType: "1101",
      insutype: "310",
      employer: null,
    },
  };
}

function settled(): Settlement {
  const parsed = parseClaim(sampleClaim({}));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { claim } = parsed;
  const rules = shippedBook("demo").rulesOn(claim.plan, civilDate(claim.serviceDate));
  const answer = settle(claim, { before: () => 0 }, rules, { explain: true });
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.settlement;
}

describe("setlinfo", () => {
  test.each(Object.entries(columns))("%s has exactly its fields", (answer, groups) => {
    const isPreview = ["2101", "2206", "2303"].includes(answer);
    const fields = encodeSetlinfo(viewOf(isPreview ? null : "S1"), answer as SettlementAnswer);
    expect(Object.keys(fields).toSorted()).toEqual(groups.flatMap((group) => group.split(" ")).toSorted());
  });

  test("amounts are text with two decimals, and the national identities hold", () => {
    const fields = encodeSetlinfo(viewOf("S1"), "2207");
    const { split } = viewOf("S1").settlement;
    const fenOf = (name: string): number => Math.round(Number(fields[name]) * 100);
    for (const name of [
      ...funds.split(" ").filter((one) => one !== "pool_prop_selfpay"),
      ...usual.split(" "),
    ]) {
      expect(fields[name]).toMatch(/^-?\d+\.\d{2}$/);
    }
    expect(fenOf("medfee_sumamt")).toBe(split.total);
    expect(fenOf("fund_pay_sumamt") + fenOf("psn_part_amt") + fenOf("hosp_part_amt")).toBe(split.total);
    expect(fenOf("acct_pay") + fenOf("acct_mulaid_pay") + fenOf("psn_cash_pay")).toBe(fenOf("psn_part_amt"));
  });

  test("major-medical has one field for employees and another for residents", () => {
    const base = viewOf("S1");
    const settlement = { ...base.settlement, split: { ...base.settlement.split, majorMedical: fen(5) } };
    expect(encodeSetlinfo({ ...base, settlement }, "2207")).toMatchObject({
      hifob_pay: "0.05",
      hifmi_pay: "0.00",
    });
    const resident = { ...viewOf("S1", "resident"), settlement };
    expect(encodeSetlinfo(resident, "2207")).toMatchObject({ hifob_pay: "0.00", hifmi_pay: "0.05" });
    expect(encodeSetldetail(resident).map((row) => row["fund_pay_type"])).toEqual(["390100", "390200"]);
  });

  test("5203 adds the place, the days and the refund's flag", () => {
    const fields = encodeQuery(viewOf("S1"), {
      institutionCode: "H42030000001",
      institutionName: "示例医院",
      level: "2",
      begin: "2023-03-01",
      end: "2023-03-01",
      isRefund: true,
      year: "2023",
      diseaseCode: null,
      invoiceNo: null,
      operatorNo: "0001",
    });
    expect(fields).toMatchObject({
      hosp_lv: "05",
      pay_loc: "2",
      refd_setl_flag: "1",
      year: "2023",
      opter_id: "0001",
    });
  });
});

test("setldetail always lists the basic fund, with the room its caps had and the steps of it", () => {
  const [basic] = encodeSetldetail(viewOf("S1"));
  expect(basic).toMatchObject({ fund_pay_type: "310100", fund_pay_type_name: "职工基本医疗保险统筹基金" });
  expect(Object.keys(basic ?? {}).toSorted()).toEqual([
    "crt_payb_lmt_amt",
    "fund_pay_type",
    "fund_pay_type_name",
    "fund_payamt",
    "inscp_scp_amt",
    "setl_proc_info",
  ]);
});
