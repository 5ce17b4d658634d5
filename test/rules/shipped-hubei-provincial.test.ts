import { expect, test } from "vitest";

import { civilDate } from "../../src/base/civil-date.ts";
import { shippedBook } from "../../src/cli/pack-files.ts";
import { nationalRules } from "./national-rules.ts";
import { checkSeed, plainPack } from "./seed-table.ts";

test("省本级：2022 年 1 月 1 日启动运行（第 1 问）", () => {
  expect(plainPack("hubei-provincial")).toMatchObject({ from: "2022-01-01", to: "9999-12-31" });
});

const q11 = "解答 第 11 问 ①（武汉地区内由省本级直接协议管理）";

checkSeed("hubei-provincial", [
  {
    plan: "hubei-provincial",
    on: "2022-01-01",
    rows: `
      rule                                             who          value                              status        clause
      employers.国家电网公司华中分部                    -            three                              stated        解答 第 2 问 (1)
      employers.国家能源集团长源电力股份有限公司        -            three                              stated        解答 第 2 问 (2)
      employers.中国电力工程顾问集团中南电力设计院有限公司   -       three                              stated        解答 第 2 问 (3)
      employers.东风汽车集团有限公司                    -            two                                stated        解答 第 3 问 (1)
      employers.中国航天三江集团有限公司                -            two                                stated        解答 第 3 问 (2)
      employers.华电湖北发电有限公司                    -            two                                stated        解答 第 3 问 (3)
      employers.中国石化集团江汉石油管理局有限公司      -            two                                stated        解答 第 3 问 (4)
      employers.中国铁路武汉局集团有限公司              -            notTransferred                     stated        解答 第 4 问 (1)
      employers.国网湖北省电力有限公司                  -            notTransferred                     stated        解答 第 4 问 (2)
      employers.长江航道局                              -            notTransferred                     stated        解答 第 4 问 (3)
      outpatient.pays                                  3            ratio                              stated        解答 第 8 问
      outpatient.deductible                            3            year 2400.00                       unconfirmed   解答 第 8 问（个人支出超过 2400 元；按符合政策范围金额累计）
      outpatient.caps                                  3 50         fundPaid year person 6000.00       unconfirmed   解答 第 8 问（年度医药费最高限额；按基金支付额控制）
      outpatient.caps                                  3 51         fundPaid year person 8000.00       unconfirmed   解答 第 8 问（年度医药费最高限额；按基金支付额控制）
      outpatient.caps                                  3 70         fundPaid year person 8000.00       unconfirmed   解答 第 8 问（年度医药费最高限额；按基金支付额控制）
      outpatient.caps                                  3 71         fundPaid year person 10000.00      unconfirmed   解答 第 8 问（年度医药费最高限额；按基金支付额控制）
      pharmacy.pays                                    pharmacy     ratio                              stated        解答 第 8 问（门诊就医或药店购药）
      pharmacy.deductible                              pharmacy     year 2400.00                       unconfirmed   解答 第 8 问（个人支出超过 2400 元；按符合政策范围金额累计）
      pharmacy.caps                                    pharmacy 71  fundPaid year person 10000.00      unconfirmed   解答 第 8 问（年度医药费最高限额；按基金支付额控制）
      chronic.pays                                     3            ratio                              stated        解答 第 10 问
      chronic.deductible                               3            none                               stated        解答 第 10 问（没有起付线）
      chronic.diseases                                 -            code=M00500 name=恶性肿瘤（含白血病）门诊治疗,code=M07800 name=尿毒症透析,code=M08300 name=器官移植术后抗排异治疗,code=M02100 name=重性精神病人药物维持治疗,code=M01600 name=糖尿病胰岛素治疗,code=M00105 name=肺结核   stated   解答 第 9 问
      routing                                          -            chronic,dualChannel,outpatient     stated        解答 第 10 问、第 11 问
      home                                             -            regions=4201                       stated        ${q11}
      fundOrder                                        -            basic,majorMedical,supplementary,civilServant,assistance   stated   解答 第 2 问（基本医保、大额医保和企业补充医保一站式结算）
    `,
  },
  ...nationalRules("hubei-provincial", "2022-01-01", { records: true, lateInpatient: true, emergency: true }),
]);

test("附件 2 的十家单位都在，第 1 问的旧名是其中一家的别名", () => {
  const { employers } = shippedBook(null).rulesOn("hubei-provincial", civilDate("2022-01-01")) ?? {};
  expect(new Set([...(employers?.values() ?? [])].map(({ name }) => name)).size).toBe(10);
  expect(employers?.get("国电湖北电力有限公司")?.name).toBe("国家能源集团长源电力股份有限公司");
});
