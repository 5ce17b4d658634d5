import { expect, test } from "vitest";

import { nationalRules } from "./national-rules.ts";
import { checkSeed, plainPack } from "./seed-table.ts";

test("衡阳：50/100 元每次的起付标准自 2023 年 6 月 1 日起", () => {
  expect(plainPack("hengyang")).toMatchObject({ from: "2023-06-01", to: "9999-12-31" });
});

const damagedRow = "专版 三 表首行（原文误印为一级，按基层医疗卫生机构）";
const stays = "专版 三 及注①（同级别第二次及以上按 50%，年度累计不超过 2000 元）";
const visits = "专版 二.1、六（每次 50/100 元，分级累计 200/300 元，合计不超过 300 元）";

checkSeed("hengyang", [
  {
    plan: "hengyang",
    on: "2023-06-01",
    rows: `
      rule                      who                  value                                              status        clause
      inpatient.pays            3                    ratio                                              stated        专版 三
      inpatient.levels          unrated              1                                                  stated        专版 三（一级或不设等级医疗机构）
      inpatient.deductible      community            stay 200.00 sameLevel×0.5 all≤2000.00              unconfirmed   ${damagedRow}
      inpatient.deductible      1                    stay 500.00 sameLevel×0.5 all≤2000.00              stated        ${stays}
      inpatient.deductible      unrated              stay 500.00 sameLevel×0.5 all≤2000.00              stated        ${stays}
      inpatient.deductible      2                    stay 800.00 sameLevel×0.5 all≤2000.00              stated        ${stays}
      inpatient.deductible      3                    stay 1100.00 sameLevel×0.5 all≤2000.00             stated        ${stays}
      inpatient.deductible      provincial           stay 1600.00 sameLevel×0.5 all≤2000.00             stated        ${stays}
      inpatient.ratio           community            0.93                                               unconfirmed   ${damagedRow}
      inpatient.ratio           community retired    0.95                                               unconfirmed   ${damagedRow}
      inpatient.ratio           1                    0.92                                               stated        专版 三
      inpatient.ratio           1 retired            0.94                                               stated        专版 三
      inpatient.ratio           unrated              0.92                                               stated        专版 三
      inpatient.ratio           unrated retired      0.94                                               stated        专版 三
      inpatient.ratio           2                    0.90                                               stated        专版 三
      inpatient.ratio           2 retired            0.92                                               stated        专版 三
      inpatient.ratio           3                    0.85                                               stated        专版 三
      inpatient.ratio           3 retired            0.87                                               stated        专版 三
      inpatient.ratio           provincial           0.80                                               stated        专版 三 及注②
      inpatient.ratio           provincial retired   0.82                                               stated        专版 三 及注②
      inpatient.caps            3                    none                                               public        湖南职工医保公开口径（住院无单独限额，计入年度 150000 元）
      inpatient.inBasicCap      3                    true                                               public        湖南职工医保公开口径（年度实际支付限额 150000 元）
      inpatient.feedsMajor      3                    true                                               stated        专版 四（职工大病保险）
      chronic.pays              M01600               ratio                                              stated        专版 二.2
      chronic.deductible        M01600               none                                               stated        专版 二.2（不设起付线）
      chronic.ratio             M01600               0.80                                               stated        专版 二.2
      chronic.ratio             M01600 retired       0.85                                               stated        专版 二.2
      chronic.namesDisease      M01600               true                                               stated        专版 二.2（各病种分别限额）
      outpatient.pays           3                    ratio                                              stated        专版 二.1
      outpatient.levels         community            1                                                  stated        专版 二.1（一级医疗机构及基层医疗卫生机构）
      outpatient.deductible     community            visit 0.00 all≤300.00                              stated        ${visits}
      outpatient.deductible     1                    visit 0.00 all≤300.00                              stated        ${visits}
      outpatient.deductible     2                    visit 50.00 ≤200.00 all≤300.00                     stated        ${visits}
      outpatient.deductible     3 retired            visit 100.00 ≤300.00 all≤300.00                    stated        ${visits}
      outpatient.deductible     provincial           visit 100.00 ≤300.00 all≤300.00                    stated        ${visits}
      outpatient.ratio          community            0.70                                               stated        专版 二.1、六
      outpatient.ratio          1                    0.70                                               stated        专版 二.1、六
      outpatient.ratio          2                    0.60                                               stated        专版 二.1、六
      outpatient.ratio          3                    0.60                                               stated        专版 二.1、六
      outpatient.ratio          3 retired            0.60                                               stated        专版 二.1、六
      outpatient.caps           3                    fundPaid year person 1500.00                       stated        专版 二.1、六（年度最高支付限额）
      outpatient.caps           3 retired            fundPaid year person 2000.00                       stated        专版 二.1、六（年度最高支付限额）
      outpatient.inBasicCap     3                    false                                              public        湖南职工医保公开口径（门诊统筹限额不计入职工年度限额）
      basicCap                  -                    150000.00                                          public        湖南职工医保公开口径（年度实际支付限额 150000 元）
      majorMedical              -                    16000.00: 0.90 to 500000.00                        stated        专版 四
      majorMedical              destitute            8000.00: 0.95                                      stated        专版 四
      majorMedical              subsistence          8000.00: 0.95                                      stated        专版 四
      majorMedical              returned             8000.00: 0.95                                      stated        专版 四
      majorMedical              orphan               16000.00: 0.90 to 500000.00                        stated        专版 四
      majorMedical              marginal             16000.00: 0.90 to 500000.00                        stated        专版 四
      home                      -                    regions=4304,regions=43 levels=provincial          stated        专版 三 注③（省部属医疗机构特指六家）
      fundOrder                 -                    basic,majorMedical,supplementary,civilServant,assistance   public   先基本、再大病、最后救助（各地一站式结算通行次序）
    `,
  },
  ...nationalRules("hengyang", "2023-06-01", { records: true, lateInpatient: true, emergency: true }),
]);
