import { expect, test } from "vitest";

import { checkSeed, plainPack } from "./seed-table.ts";
import { nationalRules } from "./national-rules.ts";

test("十堰：自 2022 年 12 月 31 日起施行，试行期一年（第二十五条）", () => {
  expect(plainPack("shiyan")).toMatchObject({ from: "2022-12-31", to: "9999-12-31" });
});

checkSeed("shiyan", [
  {
    plan: "shiyan",
    on: "2022-12-31",
    rows: `
      rule                            who              value                                            status        clause
      outpatient.pays                 3                ratio                                            stated        十政办发〔2022〕61号 第五条
      outpatient.needs                3                pooling                                          stated        十政办发〔2022〕61号 第十五条
      outpatient.excludedDuringStay   3                true                                             stated        十政办发〔2022〕61号 第九条
      outpatient.levels               community        1                                                stated        十政办发〔2022〕61号 第五条 2（一级含社区卫生服务站和村卫生室）
      outpatient.levels               unrated          1                                                unconfirmed   十政办发〔2022〕61号 第五条 2 未载未定级机构，按一级
      outpatient.levels               provincial       3                                                unconfirmed   十政办发〔2022〕61号 第五条 2 未载省部属机构，按三级
      outpatient.deductible           3                year 500.00                                      stated        十政办发〔2022〕61号 第五条 1
      outpatient.deductible           1 retired        year 500.00                                      stated        十政办发〔2022〕61号 第五条 1
      outpatient.ratio                3                0.50                                             stated        十政办发〔2022〕61号 第五条 2
      outpatient.ratio                2                0.65                                             stated        十政办发〔2022〕61号 第五条 2
      outpatient.ratio                1                0.80                                             stated        十政办发〔2022〕61号 第五条 2
      outpatient.ratio                community        0.80                                             stated        十政办发〔2022〕61号 第五条 2
      outpatient.ratio                unrated          0.80                                             stated        十政办发〔2022〕61号 第五条 2
      outpatient.ratio                provincial       0.50                                             stated        十政办发〔2022〕61号 第五条 2
      outpatient.ratio                3 retired        0.60                                             stated        十政办发〔2022〕61号 第五条 2
      outpatient.ratio                2 retired        0.75                                             stated        十政办发〔2022〕61号 第五条 2
      outpatient.ratio                1 retired        0.90                                             stated        十政办发〔2022〕61号 第五条 2
      outpatient.caps                 3                fundPaid year person 3000.00                     stated        十政办发〔2022〕61号 第五条 3
      outpatient.caps                 3 retired        fundPaid year person 3000.00                     stated        十政办发〔2022〕61号 第五条 3
      outpatient.inBasicCap           3                true                                             stated        十政办发〔2022〕61号 第五条 3（分别控制、合并计入）
      outpatient.feedsMajor           3                false                                            unconfirmed   十政办发〔2022〕61号 未载普通门诊自付计入大额
      pharmacy.pays                   pharmacy         ratio                                            stated        十政办发〔2022〕61号 第十七条
      pharmacy.needs                  pharmacy         pooling                                          stated        十政办发〔2022〕61号 第十七条（符合条件的定点零售药店）
      pharmacy.excludedDuringStay     pharmacy         true                                             stated        十政办发〔2022〕61号 第九条
      pharmacy.levels                 community        1                                                stated        十政办发〔2022〕61号 第五条 2（一级含社区卫生服务站和村卫生室）
      pharmacy.ratio                  3                0.50 by prescriber                               stated        十政办发〔2022〕61号 第十七条（按出具处方的定点医疗机构级别）
      pharmacy.ratio                  2 retired        0.75 by prescriber                               stated        十政办发〔2022〕61号 第十七条（按出具处方的定点医疗机构级别）
      pharmacy.inBasicCap             pharmacy         true                                             stated        十政办发〔2022〕61号 第五条 3（分别控制、合并计入）
      pharmacy.deductible             pharmacy         year 500.00                                      unconfirmed   十政办发〔2022〕61号 第五条 1、第十七条（与普通门诊共用起付标准）
      pharmacy.caps                   pharmacy         fundPaid year person 3000.00                     unconfirmed   十政办发〔2022〕61号 第五条 3、第十七条（与普通门诊共用限额）
      routing                         -                dualChannel,pharmacy,accountOnly                 stated        十政办发〔2022〕61号 第十七条
      home                            -                regions=4203                                     stated        十政办发〔2022〕61号 第五条（在全市范围内定点医疗机构）
      fundOrder                       -                basic,majorMedical,supplementary,civilServant,assistance   public   先基本、再大额、再补充、最后救助（各地一站式结算通行次序）
      account                         -                family=spouse,parent,child pays=hospital=drug,device,consumable,service,other pharmacy=drug,device,consumable   stated   十政办发〔2022〕61号 第十二条、第十三条
      offSite.records                 -                retiredSettled,longTermResident,postedWorker,referral,temporary   stated   十政办发〔2022〕61号 第十八条（在备案地定点医疗机构）
      claimWindow                     -                benefits=outpatient,pharmacy yearsAfter=1 lastDay=03-31   stated   十政办发〔2022〕61号 第十八条（次年第一季度内，逾期不再办理）
      chronic.diseases                -                code=M00500 name=恶性肿瘤门诊治疗,code=M07800 name=尿毒症透析,code=M08300 name=器官移植（含组织、细胞移植）术后抗排异治疗,code=M02100 name=重性精神病人药物维持治疗,code=M01600 name=糖尿病胰岛素治疗,code=M00105 name=肺结核   stated   十政办发〔2022〕61号 第七条
    `,
  },
  ...nationalRules("shiyan", "2022-12-31", { lateInpatient: true, emergency: true }),
]);
