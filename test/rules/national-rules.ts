import type { SeedTable } from "./seed-table.ts";

/** Rules of national texts that every shipped pack repeats, on the days on which they change. */
export function nationalRules(
  plan: string,
  first: string,
  whole: { readonly lateInpatient?: boolean; readonly emergency?: boolean; readonly records?: boolean },
): readonly SeedTable[] {
  const trace = "药品追溯码采集应用通知（国家医保局等，2025年";
  const exempt = "exempt=slices,granules,splitPack,noCode";
  const offSite = "国家跨省异地就医直接结算规定（2023-01-01 起";
  const kinds = "retiredSettled,longTermResident,postedWorker,referral,temporary";
  const taken = [
    whole.records === true ? `offSite.records  -  ${kinds}  public  ${offSite}）` : "",
    whole.lateInpatient === true
      ? `offSite.lateInpatient  -  true  public  ${offSite}；出院结算前补办备案的直接结算）`
      : "",
    whole.emergency === true ? `offSite.emergency  -  true  public  ${offSite}；急诊抢救视同已备案）` : "",
    "prescription  -  validDaysMax=3 electronicOnly=false  public  处方管理办法 第十八条（当日有效，最长不超过 3 天）",
  ];
  const head = "rule  who  value  status  clause\n";
  const scan = (beforeSettlement: boolean, onReceipt: boolean, clause: string): string =>
    `${head}traceCode  -  beforeSettlement=${beforeSettlement} onReceipt=${onReceipt} ${exempt}  public  ${clause}`;
  return [
    { plan, on: first, rows: head + taken.join("\n") },
    { plan, on: first, rows: scan(false, false, `${trace}）施行前`) },
    { plan, on: "2025-06-30", rows: scan(false, false, `${trace}）施行前`) },
    { plan, on: "2025-07-01", rows: scan(true, false, `${trace}；2025-07-01 起结算前扫码）`) },
    { plan, on: "2025-12-31", rows: scan(true, false, `${trace}；2025-07-01 起结算前扫码）`) },
    { plan, on: "2026-01-01", rows: scan(true, true, `${trace}；2026-01-01 起全部机构，小票显示追溯码）`) },
  ];
}
