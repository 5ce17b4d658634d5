import type { Slip } from "./slip.ts";

/** A paper that a claim by hand needs, and whether it comes with the pack; otherwise the person brings it. */
interface RequiredPaper {
  readonly name: string;
  readonly isHere: boolean;
}

/** What an office asks of whoever claims by hand, and where it says so. */
export interface ClaimGuide {
  readonly title: string;
  readonly clause: string;
  readonly papers: readonly RequiredPaper[];
  readonly notes: readonly string[];
  /** The last day on which it is taken; null: none is known. */
  readonly until: string | null;
  readonly phone: string | null;
}

type About = Pick<Slip, "plan" | "medType" | "serviceDate" | "notes">;
type Written = Pick<ClaimGuide, "title" | "clause" | "papers" | "notes" | "phone">;

const settlement: RequiredPaper = { name: "结算单（本包已附）", isHere: true };
const feeList: RequiredPaper = { name: "费用清单（本包已附）", isHere: true };
const receipt: RequiredPaper = brought("医院收费票据（发票）");

function brought(name: string): RequiredPaper {
  return { name, isHere: false };
}

const idAndBank = brought("有效身份证件或社保卡，及银行卡复印件");
const proofs = [brought("异地发生费用的：诊断证明")];
const insurer =
  "意外伤害由大冶市人寿保险公司承办：附交警事故认定书、法院判决书、调解书等复印件，没有的填写个人承诺书";

/** @source 大冶市医疗保障经办政务服务事项清单 （十八）至（二十二） */
const daye: Readonly<Record<"outpatient" | "inpatient" | "antenatal" | "birth" | "birthControl", Written>> = {
  outpatient: {
    title: "门诊费用报销",
    clause: "大冶市医疗保障经办事项清单（十八）",
    papers: [idAndBank, receipt, feeList, brought("处方底方"), brought("门诊病历"), settlement],
    notes: ["受理范围：异地备案人员和门诊慢特病", "办理时限：不超过 10 个工作日"],
    phone: "0714-8768099",
  },
  inpatient: {
    title: "住院费用报销",
    clause: "大冶市医疗保障经办事项清单（十九）",
    papers: [idAndBank, receipt, feeList, brought("出院小结或出院记录"), settlement],
    notes: [insurer, "急诊可能要求急诊诊断证明", "办理时限：不超过 10 个工作日"],
    phone: "0714-8764470",
  },
  antenatal: {
    title: "产前检查费支付",
    clause: "大冶市医疗保障经办事项清单（二十）",
    papers: [idAndBank, receipt, feeList, ...proofs, settlement],
    notes: ["黄石市内定点医疗机构直接结算，不需手工报销", "办理时限：不超过 10 个工作日"],
    phone: "0714-8764470",
  },
  birth: {
    title: "生育医疗费支付",
    clause: "大冶市医疗保障经办事项清单（二十一）",
    papers: [idAndBank, receipt, feeList, ...proofs, settlement],
    notes: ["黄石市内定点医疗机构直接结算，不需手工报销", "办理时限：不超过 10 个工作日"],
    phone: "0714-8764470",
  },
  birthControl: {
    title: "计划生育医疗费支付",
    clause: "大冶市医疗保障经办事项清单（二十二）",
    papers: [
      brought("有效身份证件、社保卡或医保电子凭证，及银行卡复印件"),
      receipt,
      feeList,
      brought("病历资料"),
      settlement,
    ],
    notes: ["黄石市内定点医疗机构直接结算，不需手工报销", "办理时限：不超过 10 个工作日"],
    phone: "0714-8764470",
  },
};

/** @source 大冶市医疗保障经办政务服务事项清单 （二十五） */
const assistance: Written = {
  title: "医疗救助手工（零星）报销",
  clause: "大冶市医疗保障经办事项清单（二十五）",
  papers: [
    brought("有效身份证件、医保电子凭证或社保卡"),
    { name: "住院的：基本医保、大病保险报销后的结算单（本包已附）", isHere: true },
    brought("门诊慢性病的：定点医疗机构处方底方或定点药店购药发票"),
    brought("《医疗救助申请卡》"),
    brought("未经认定的：《个人家庭经济状况核查委托授权书》"),
    brought("待遇享受人的一卡通银行账户材料"),
  ],
  notes: ["办理时限：不超过 10 个工作日"],
  phone: "0714-8726480",
};

/** @source 十政办发〔2022〕61号 第十八条 */
const shiyanOutpatient: Written = {
  title: "异地门诊费用审核结算",
  clause: "十政办发〔2022〕61号 第十八条",
  papers: [
    brought("身份证复印件"),
    brought("门诊病历"),
    brought("费用收据（发票）"),
    brought("门诊处方"),
    feeList,
    settlement,
  ],
  notes: ["限在备案地定点医疗机构发生、未能直接结算的门诊费用", "送参保辖区医疗保险经办机构，逾期不再办理"],
  phone: null,
};

/** @source 一站式结算说明：企业补充医保部分，凭报销凭据回原单位申请 */
const employer: Written = {
  title: "企业补充医保申请",
  clause: "企业补充医保未纳入一站式结算，凭报销凭据回原单位申请",
  papers: [settlement, feeList, receipt],
  notes: ["送参保人所在单位"],
  phone: null,
};

/** @source 社会保险经办条例 第二十条 */
const byLaw: Written = {
  title: "医疗费用手工报销",
  clause: "社会保险经办条例 第二十条",
  papers: [
    brought("医疗保障凭证（身份证、社保卡或医保电子凭证）"),
    receipt,
    feeList,
    brought("诊断证明"),
    brought("病历资料"),
    settlement,
  ],
  notes: ["本机构没有该参保地的材料清单，以参保地经办机构的要求为准"],
  phone: null,
};

const outpatientTypes: ReadonlySet<string> = new Set(["11", "13", "14", "41"]);

/** What is asked of a claim for this settlement; the general law where the region has told nothing of its own. */
export function claimGuidesOf(about: About): readonly ClaimGuide[] {
  const { plan, notes } = about;
  const own = regionalOf(about);
  const further = [
    ...(notes.includes("SUPPLEMENTARY_MANUAL") ? [employer] : []),
    ...(plan.id === "daye" && notes.includes("ASSISTANCE_MANUAL") ? [assistance] : []),
  ];
  const all = own === null && further.length > 0 ? further : [own ?? byLaw, ...further];
  return all.map((guide) => ({ ...guide, until: guide === shiyanOutpatient ? lastDayAfter(about) : null }));
}

function regionalOf({ plan, medType }: About): Written | null {
  if (plan.id === "shiyan" && outpatientTypes.has(medType)) return shiyanOutpatient;
  if (plan.id !== "daye") return null;
  if (outpatientTypes.has(medType)) return daye.outpatient;
  switch (medType) {
    case "21":
      return daye.inpatient;
    case "51":
      return daye.antenatal;
    case "52":
      return daye.birth;
    case "53":
      return daye.birthControl;
    default:
      return null;
  }
}

/** The end of the first quarter of the next year. */
function lastDayAfter({ serviceDate }: About): string {
  return `${Number(serviceDate.slice(0, 4)) + 1}-03-31`;
}
