import { expect, test } from "vitest";

import { nationalRules } from "./national-rules.ts";
import { checkSeed, plainPack } from "./seed-table.ts";

test("大冶：清单未载施行日期，自 2022 年 1 月 1 日起（未确认）", () => {
  expect(plainPack("daye")).toMatchObject({ from: "2022-01-01", to: "9999-12-31" });
});

const papers = (kind: string, list: string): string => `kind=${kind} workingDays=10 papers=${list}`;
const manualClaim = [
  papers("门诊费用报销", "有效身份证件或社保卡及银行卡复印件,医院收费票据,门急诊费用清单,处方底方,门诊病历"),
  papers("住院费用报销", "有效身份证件或社保卡及银行卡复印件,医院收费票据,住院费用清单,出院小结或出院记录"),
  papers(
    "医疗救助对象手工（零星）报销",
    "有效身份证件或医保电子凭证或社保卡,住院基本医保、大病保险报销后的结算单,门诊慢性病定点医疗机构处方底方或定点药店购药发票,医疗救助申请卡,个人家庭经济状况核查委托授权书（未经认定的）,一卡通银行账户材料",
  ),
].join(",");

checkSeed("daye", [
  {
    plan: "daye",
    on: "2022-01-01",
    rows: `
      rule                             who          value                                              status        clause
      antenatal.employee.pays          -            limit pregnancy 500.00                             unconfirmed   清单 （二十）2（报销累计额度 500 元；按每次妊娠累计）
      antenatal.employee.entitled      -            yes                                                stated        清单 （二十）（单位职工，在职）
      antenatal.employee.entitled      retired      no                                                 stated        清单 （二十）（单位职工，在职）
      antenatal.employee.startsNextMonth   -        yes                                                stated        清单 （二十）3（职工当月参保，次月生效）
      antenatal.employee.spouseMayPay  -            true                                               stated        清单 （二十）1（女方无职工医保的可用配偶的职工医保）
      birth.employee.startsNextMonth   -            yes                                                stated        清单 （二十一）2（职工当月参保，次月生效）
      birth.employee.spouseMayPay      -            true                                               stated        清单 （二十一）1（女方无职工医保的可用配偶的职工医保）
      birth.resident.pays              -            fixed pregnancy 600.00                             stated        清单 （二十一）3（每例 600 元标准定额支付）
      birthControl.pays                abortion     limit operation 400.00                             stated        清单 （二十二）3（限额支付）
      birthControl.pays                iud          limit operation 100.00                             stated        清单 （二十二）3（限额支付）
      birthControl.pays                vasectomy    limit operation 500.00                             stated        清单 （二十二）3（限额支付）
      birthControl.pays                resident iud   limit operation 100.00                           stated        清单 （二十二）3（限额支付）
      birthControl.startsNextMonth     -            yes                                                stated        清单 （二十二）2（职工当月参保，次月生效）
      birthControl.startsNextMonth     resident     no                                                 stated        清单 （二十二）2（职工当月参保，次月生效）
      chronic.diseasesMax              -            3                                                  stated        清单 （十七）1（慢性病最多只能申请三种）
      assistance                       destitute    manualClaim                                        stated        清单 （二十五）（手工（零星）报销）
      routing                          -            outpatient                                         stated        清单 （二十）5
      home                             -            regions=4202                                       stated        清单 （十二）–（十六）（异地指黄石市以外）
      fundOrder                        -            basic,majorMedical,supplementary,civilServant,assistance   stated   清单 （二十五）2（救助在基本医保、大病保险报销后）
      offSite.records                  -            retiredSettled,longTermResident,postedWorker,referral,temporary   stated   清单 （十二）–（十六）
      offSite.lateInpatient            -            true                                               stated        清单 （十二）–（十六）注意事项 1（异地就医前后均可办理）
      manualClaim                      -            ${manualClaim}                                     stated        清单 （十八）、（十九）、（二十五）
    `,
  },
  ...nationalRules("daye", "2022-01-01", { emergency: true }),
]);
