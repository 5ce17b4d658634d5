import { levels, offline, phones } from "./channels.ts";
import type { ServiceItem } from "./service-item.ts";

const common = { levels: levels.city, online: [], offline: offline.city } as const;
const takesIn = "随时受理；材料齐全的 10 个工作日内出具回执";
const procedure = "材料、时限、环节按定点协议管理办法和经办规程";

/** Items 26 to 29 of seed 001: contracts with institutions and their clearing. */
export const institutionItems: readonly ServiceItem[] = [
  {
    ...common,
    no: 26,
    name: "医疗机构申请定点",
    en: "Hospital: to be designated",
    pinyin: "YLJGSQDD",
    group: "designation",
    who: "医疗机构",
    papers: [
      "《定点医疗机构申请表》",
      "纳入定点后使用基金的预测分析报告",
      "与医保相应的内部管理和财务制度",
      "信息系统改造的联调测试表",
      "执业许可证、中医诊所备案证或军队医院许可证的复印件",
    ],
    takes: takesIn,
    notes: [procedure],
    phones: phones.designation,
  },
  {
    ...common,
    no: 27,
    name: "零售药店申请定点",
    en: "Pharmacy: to be designated",
    pinyin: "LSYDSQDD",
    group: "designation",
    who: "零售药店",
    papers: [
      "《定点零售药店申请表》",
      "纳入定点后使用基金的预测分析报告",
      "医保管理人员的劳动合同复印件",
      "与医保相应的内部管理和财务制度",
      "信息系统改造的联调测试表",
      "经营许可证、营业执照，法定代表人、主要负责人或实际控制人身份证的复印件",
      "执业药师或药学技术人员证书和劳动合同的复印件",
    ],
    takes: takesIn,
    notes: [procedure],
    phones: phones.designation,
  },
  {
    ...common,
    no: 28,
    name: "定点医疗机构费用结算",
    en: "Hospital: clearing",
    pinyin: "DDYLJGFYJS",
    group: "clearing",
    who: "定点医疗机构",
    papers: ["按所签协议"],
    takes: "不超过 9 个工作日",
    notes: [],
    phones: phones.clearing,
  },
  {
    ...common,
    no: 29,
    name: "定点零售药店费用结算",
    en: "Pharmacy: clearing",
    pinyin: "DDLSYDFYJS",
    group: "clearing",
    who: "定点零售药店",
    papers: ["按所签协议"],
    takes: "不超过 9 个工作日",
    notes: [],
    phones: phones.clearing,
  },
];
