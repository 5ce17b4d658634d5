import { expect, test } from "vitest";

import { nationalRules } from "./national-rules.ts";
import { checkSeed, plainPack } from "./seed-table.ts";

test("荆门：异地各条 2023 年 8 月底前完成，起日未确认", () => {
  expect(plainPack("jingmen")).toMatchObject({ from: "2023-08-31", to: "9999-12-31" });
});

const circle = "regions=4205,4208,4210 population=employee benefits=outpatient";

checkSeed("jingmen", [
  {
    plan: "jingmen",
    on: "2023-12-31",
    rows: `
      rule             who   value       status   clause
      offSite.direct   -     ${circle}   stated   荆医保发〔2023〕18号 27（宜荆荆都市圈职工门诊统筹直接结算）
    `,
  },
  {
    plan: "jingmen",
    on: "2023-08-31",
    rows: `
      rule                            who   value                                          status        clause
      offSite.direct                  -     ${circle}                                      unconfirmed   荆医保发〔2023〕18号 27（完成时限 2023 年 12 月，此前按宜荆荆都市圈已直接结算）
      offSite.records                 -     retiredSettled,longTermResident,postedWorker,referral,temporary   stated   荆医保发〔2023〕18号 6、10、11、19
      offSite.lateInpatient           -     true                                           stated        荆医保发〔2023〕18号 7（出院结算前完成备案的直接结算）
      offSite.emergency               -     true                                           stated        荆医保发〔2023〕18号 8（急诊抢救未备案的视同已备案）
      offSite.otherProvinceDiseases   -     M03900,M01600,M00500,M07800,M08300             stated        荆医保发〔2023〕18号 12（跨省直接结算的五种门诊慢特病）
      home                            -     regions=4208                                   public        荆门市行政区划（4208）
      fundOrder                       -     basic,majorMedical,supplementary,civilServant,assistance   public   先基本、再大病、最后救助（各地一站式结算通行次序）
    `,
  },
  ...nationalRules("jingmen", "2023-08-31", {}),
]);
