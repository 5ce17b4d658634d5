import { levels, offline, online, phones } from "./channels.ts";
import type { ServiceItem } from "./service-item.ts";

const own = "有效身份证件、社保卡或医保电子凭证";
const form = "《异地就医登记备案表》";
const anyTime = "就医前后都可以办";
const move = "变更备案地，带有效身份证件";
const common = {
  group: "offSite",
  levels: levels.village,
  online: online.offSite,
  offline: offline.village,
  phones: phones.offSite,
} as const;
const promised = "承诺制即时办结；提交材料的 2 个工作日";

/** Items 12 to 16 of seed 001: records for treatment outside of Huangshi. */
export const offSiteItems: readonly ServiceItem[] = [
  {
    ...common,
    no: 12,
    name: "异地安置退休人员备案",
    en: "Record: retired and settled elsewhere",
    pinyin: "YDAZTXRYBA",
    who: "退休后在黄石市以外定居并迁入户籍的人员",
    papers: [own, form, "异地安置证明（承诺制免交）"],
    takes: promised,
    notes: [anyTime, move],
  },
  {
    ...common,
    no: 13,
    name: "异地长期居住人员备案",
    en: "Record: living elsewhere",
    pinyin: "YDCQJZRYBA",
    who: "在黄石市以外长期居住的人员",
    papers: [own, form, "异地居住证明（承诺制免交）"],
    takes: promised,
    notes: [anyTime, move],
  },
  {
    ...common,
    no: 14,
    name: "常驻异地工作人员备案",
    en: "Record: posted elsewhere",
    pinyin: "CZYDGZRYBA",
    who: "单位派驻黄石市以外工作的人员",
    papers: [own, form, "异地工作证明（承诺制免交）"],
    takes: promised,
    notes: [anyTime, move],
  },
  {
    ...common,
    no: 15,
    name: "异地转诊人员备案",
    en: "Record: referral elsewhere",
    pinyin: "YDZZRYBA",
    who: "因本地治疗条件有限，须转到黄石市以外定点医院的人员",
    papers: [own, form, "《大冶市城镇职工（居民）基本医疗保险转外就医申请表》"],
    takes: "市级窗口即时办结；线上和乡镇、村 2 个工作日",
    notes: [anyTime, move, "急诊、急救入院的，可在公众号“大冶市医疗保障服务号”申报"],
  },
  {
    ...common,
    no: 16,
    name: "其他临时外出就医人员备案",
    en: "Record: treatment while away",
    pinyin: "QTLSWCJYRYBA",
    who: "其他原因临时在黄石市以外就医的人员",
    papers: [own, form],
    takes: "即时办结",
    notes: [anyTime],
  },
];
