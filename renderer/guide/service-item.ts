/** Something the insurance office does for people, as a counter has to explain it. */
export interface ServiceItem {
  /** Its number in the list of the office. */
  readonly no: number;
  readonly name: string;
  /** For whoever has switched to English. */
  readonly en: string;
  /** Initials of the name: how people look for it on a keyboard. */
  readonly pinyin: string;
  readonly group: keyof typeof groups;
  readonly who: string;
  readonly papers: readonly string[];
  /** How long it takes. */
  readonly takes: string;
  readonly levels: readonly ("市级" | "乡镇（街道）" | "村（社区）")[];
  readonly online: readonly string[];
  readonly offline: readonly string[];
  readonly notes: readonly string[];
  readonly phones: readonly string[];
}

/** Parts of the list, by the number it gives them. */
export const groups = {
  register: "一、参保和变更登记",
  query: "二、查询和账户支取",
  transfer: "三、关系转移接续",
  offSite: "四、异地就医备案",
  chronic: "五、门诊慢特病认定",
  claim: "六、手工（零星）报销",
  maternity: "七、生育待遇",
  assistance: "八、医疗救助",
  designation: "九、定点协议",
  clearing: "十、定点机构结算",
} as const;
