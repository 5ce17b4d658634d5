import type { Language } from "../language.ts";

function other(language: Language): Language {
  return language;
}

/** The self-service page. */
export const self = {
  otherLanguage: other("en"),
  otherLanguageName: "English",
  demo: "示范数据，非真实医保",
  title: "请出示医保电子凭证或社会保障卡",
  lead: "扫码或刷卡，查看本人的账户余额、累计和结算记录",
  field: "扫码或刷卡（也可输入卡号后按 Enter）",
  reading: "正在读取…",
  privacy: "只能查看本人记录。无操作 60 秒或下一位扫码后自动清除，不留存。",
  forgetting: (seconds: number) => `${seconds} 秒后清除。还要看，请触摸屏幕或按任意键。`,
  done: "看完了",
  refused: "没有查到",
  refusedTodo: "请重试，或到窗口咨询。",
  hello: (name: string) => `${name}，您好`,
  account: "个人账户余额",
  asOf: (day: string) => `截至 ${day}，可能与最新余额不同`,
  factsAsOf: (day: string) => `参保信息截至 ${day}；累计为本机所知，以医保中心为准。`,
  records: "认定和家庭共济",
  period: (from: string, to: string | null) => (to === null ? `${from} 起` : `${from} 至 ${to}`),
  family: (relation: string) => `家庭共济：${relation}`,
  noRecords: "没有",
  used: "本年已用",
  usedOf: (name: string) => `${name}（已用）`,
  known: (day: string) => `截至 ${day}`,
  nothingUsed: "本年还没有累计",
  settled: "最近结算",
  nothingSettled: "在本机构没有结算记录",
  time: "时间",
  total: "总费用",
  fund: "基金支付",
  paidAccount: "账户支付",
  cash: "现金",
  state: "状态",
  closed: "自助查询尚未开启",
  closedHint: "请工作人员在“设置”中开启自助查询，用所示地址打开本页。",
};
