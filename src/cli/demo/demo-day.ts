/** One line of a demo bill: name, kind, class, price, and what differs from the plain case. */
interface DemoItem {
  readonly name: string;
  readonly kind?: string;
  readonly class?: string;
  readonly price: string;
  readonly qty?: string;
  readonly priceLimit?: string;
  readonly selfPayRatio?: string;
  readonly chronicListed?: boolean;
  readonly dualChannel?: boolean;
}

interface DemoVisit {
  readonly plan: string;
  readonly title: string;
  readonly at: string;
  readonly medType: string;
  readonly place: readonly [name: string, type: string, level: string, region: string];
  readonly person: Readonly<Record<string, unknown>> & { readonly psnNo: string; readonly birthDate: string };
  readonly items: readonly DemoItem[];
  readonly balance?: string;
  readonly family?: readonly { readonly relation: string; readonly balance: string }[];
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface DemoBill {
  readonly title: string;
  readonly place: string;
  readonly claim: Readonly<Record<string, unknown>>;
}

const designations = ["basic", "pooling", "chronic", "dualChannel"];

const visits: readonly DemoVisit[] = [
  {
    plan: "shiyan",
    title: "十堰 在职职工，三级医院门诊，跨过 500 元起付线",
    at: "2023-03-01T08:12:00+08:00",
    medType: "11",
    place: ["十堰示范医院", "hospital", "3", "420300"],
    person: { psnNo: "DEMO-SY-1", birthDate: "1980-01-01" },
    items: [
      { name: "门诊诊查费", kind: "service", price: "30.00" },
      { name: "磁共振平扫", kind: "service", class: "B", price: "560.00", selfPayRatio: "0.10" },
      { name: "阿莫西林胶囊", price: "12.50", qty: "2" },
      {
        name: "进口敷料",
        kind: "consumable",
        class: "B",
        price: "120.00",
        priceLimit: "100.00",
        selfPayRatio: "0.10",
      },
      { name: "陪护床", kind: "other", class: "C", price: "20.00" },
    ],
    balance: "300.00",
  },
  {
    plan: "shiyan",
    title: "十堰 同一人，药店凭三级医院外配处方购药，共用起付线和限额",
    at: "2023-03-01T09:40:00+08:00",
    medType: "41",
    place: ["十堰示范大药房", "pharmacy", "unrated", "420300"],
    person: { psnNo: "DEMO-SY-1", birthDate: "1980-01-01" },
    items: [
      { name: "阿托伐他汀钙片", price: "38.60", qty: "3" },
      { name: "血压计", kind: "device", price: "199.00" },
      { name: "蛋白粉", kind: "wellness", class: "C", price: "168.00" },
    ],
    balance: "150.00",
    family: [{ relation: "spouse", balance: "80.00" }],
    more: { prescription: { issuerLevel: "3", issuedOn: "2023-03-01", validDays: 3 } },
  },
  {
    plan: "shiyan",
    title: "十堰 退休人员，社区卫生服务站，一级比例 90%",
    at: "2024-05-06T10:05:00+08:00",
    medType: "11",
    place: ["十堰示范社区卫生服务站", "hospital", "community", "420302"],
    person: { psnNo: "DEMO-SY-2", birthDate: "1951-06-30", status: "retired" },
    items: [{ name: "慢病随访及用药", price: "628.30" }],
    more: { accumulators: { "outpatient.deductible": "480.00" } },
  },
  {
    plan: "hengyang",
    title: "衡阳 二级医院门诊，每次起付 50 元",
    at: "2024-04-10T08:30:00+08:00",
    medType: "11",
    place: ["衡阳示范医院", "hospital", "2", "430400"],
    person: { psnNo: "DEMO-HY-1", birthDate: "1976-09-09" },
    items: [{ name: "检查检验", kind: "service", price: "120.00" }],
  },
  {
    plan: "hengyang",
    title: "衡阳 低保对象三级医院住院，大病起付线 8000 元",
    at: "2024-04-10T11:00:00+08:00",
    medType: "21",
    place: ["衡阳示范中心医院", "hospital", "3", "430400"],
    person: { psnNo: "DEMO-HY-2", birthDate: "1969-02-28", assistance: "subsistence" },
    items: [
      { name: "手术及材料", kind: "service", price: "52000.00" },
      { name: "抗肿瘤药", class: "B", price: "8600.00", qty: "2", selfPayRatio: "0.05" },
    ],
    more: { stay: { admitted: "2024-03-20", discharged: "2024-04-10" } },
  },
  {
    plan: "hengyang",
    title: "衡阳 慢特病（糖尿病）购药，病种费用限额内 80%",
    at: "2024-04-10T14:20:00+08:00",
    medType: "14",
    place: ["衡阳示范医院", "hospital", "2", "430400"],
    person: {
      psnNo: "DEMO-HY-1",
      birthDate: "1976-09-09",
      chronicDiseases: [{ code: "M01600", from: "2023-06-01", to: null }],
    },
    items: [
      { name: "胰岛素注射液", price: "68.50", qty: "3", chronicListed: true },
      { name: "血糖试纸", kind: "consumable", price: "86.00" },
    ],
  },
  {
    plan: "hubei-provincial",
    title: "省本级 国网华中分部（三层一次结清），超过 2400 元",
    at: "2024-06-03T09:15:00+08:00",
    medType: "11",
    place: ["武汉示范医院", "hospital", "3", "420106"],
    person: { psnNo: "DEMO-HB-1", birthDate: "1973-11-20", employer: "国家电网公司华中分部" },
    items: [{ name: "门诊治疗", kind: "service", price: "3000.00" }],
    balance: "500.00",
  },
  {
    plan: "hubei-provincial",
    title: "省本级 东风公司（两层，企业补充回单位申请），慢特病与普通门诊混合",
    at: "2024-06-03T10:45:00+08:00",
    medType: "14",
    place: ["武汉示范医院", "hospital", "3", "420106"],
    person: {
      psnNo: "DEMO-HB-2",
      birthDate: "1953-03-03",
      status: "retired",
      employer: "东风汽车集团有限公司",
      chronicDiseases: [{ code: "M00500", from: "2022-01-01", to: null }],
    },
    items: [
      {
        name: "门诊化疗药（目录内）",
        class: "B",
        price: "1860.00",
        selfPayRatio: "0.10",
        chronicListed: true,
      },
      { name: "双通道靶向药", class: "B", price: "5200.00", selfPayRatio: "0.10", dualChannel: true },
      { name: "感冒药", price: "36.80" },
      { name: "保健食品", kind: "wellness", class: "C", price: "99.00" },
    ],
    balance: "800.00",
  },
  {
    plan: "hubei-provincial",
    title: "省本级 铁路武汉局（未移交，拒绝结算）",
    at: "2024-06-03T11:10:00+08:00",
    medType: "11",
    place: ["武汉示范医院", "hospital", "2", "420106"],
    person: { psnNo: "DEMO-HB-3", birthDate: "1985-07-07", employer: "中国铁路武汉局集团有限公司" },
    items: [{ name: "门诊诊查费", kind: "service", price: "25.00" }],
  },
  {
    plan: "daye",
    title: "大冶 产前检查，累计 500 元只剩 80 元",
    at: "2024-08-12T08:50:00+08:00",
    medType: "51",
    place: ["大冶示范妇幼保健院", "hospital", "2", "420281"],
    person: { psnNo: "DEMO-DY-1", birthDate: "1994-04-04" },
    items: [{ name: "产前检查", kind: "service", price: "150.00" }],
    more: {
      maternity: { kind: "antenatal", pregnancyId: "G1" },
      accumulators: { "maternity.antenatal.fund.G1": "420.00" },
    },
  },
  {
    plan: "daye",
    title: "大冶 居民生育，每例定额 600 元",
    at: "2024-08-12T15:30:00+08:00",
    medType: "52",
    place: ["大冶示范妇幼保健院", "hospital", "2", "420281"],
    person: { psnNo: "DEMO-DY-2", birthDate: "1996-12-12", population: "resident" },
    items: [
      { name: "顺产接生", kind: "service", price: "1980.00" },
      { name: "自费陪产", kind: "other", class: "C", price: "300.00" },
    ],
    more: {
      maternity: { kind: "birth", pregnancyId: "G1" },
      stay: { admitted: "2024-08-09", discharged: "2024-08-12" },
    },
  },
  {
    plan: "jingmen",
    title: "荆门 职工在宜昌门诊（宜荆荆都市圈，免备案直接结算）",
    at: "2024-09-02T09:00:00+08:00",
    medType: "11",
    place: ["宜昌示范医院", "hospital", "3", "420500"],
    person: { psnNo: "DEMO-JM-1", birthDate: "1988-08-08" },
    items: [{ name: "门诊检查", kind: "service", price: "900.00" }],
    balance: "260.00",
  },
  {
    plan: "jingmen",
    title: "荆门 职工在上海住院，出院结算前补办备案",
    at: "2024-09-02T16:00:00+08:00",
    medType: "21",
    place: ["上海示范医院", "hospital", "3", "310100"],
    person: { psnNo: "DEMO-JM-2", birthDate: "1960-10-01", status: "retired" },
    items: [{ name: "住院费用", kind: "service", price: "18600.00" }],
    more: {
      stay: { admitted: "2024-08-20", discharged: "2024-09-02" },
      offSite: { recordType: "referral", recordedOn: "2024-09-01", revokedOn: null },
    },
  },
  {
    plan: "jingmen",
    title: "荆门 职工在上海门诊，没有备案（拒绝，提示怎么办）",
    at: "2024-09-02T17:00:00+08:00",
    medType: "11",
    place: ["上海示范医院", "hospital", "3", "310100"],
    person: { psnNo: "DEMO-JM-3", birthDate: "1990-02-02" },
    items: [{ name: "门诊检查", kind: "service", price: "400.00" }],
  },
];

/** The bills of a demo day, in the order of the counter: every plan, settled and refused, all people made up. */
export const demoDay: readonly DemoBill[] = visits.map((visit, at) => ({
  title: visit.title,
  place: visit.place[0],
  claim: claimOf(visit, at + 1),
}));

function claimOf(visit: DemoVisit, number: number): Readonly<Record<string, unknown>> {
  const [, type, level, region] = visit.place;
  return {
    claimId: `DEMO-${String(number).padStart(2, "0")}`,
    plan: visit.plan,
    serviceTime: visit.at,
    medType: visit.medType,
    institution: { code: `H${region}00001`, type, level, region, designations },
    person: {
      status: "active",
      population: "employee",
      employer: null,
      assistance: null,
      coverageFrom: "2020-01-01",
      chronicDiseases: [],
      inpatientStay: null,
      ...visit.person,
    },
    prescription: null,
    items: visit.items.map((item, index) => ({
      id: String(index + 1),
      code: `DEMO${number}-${index + 1}`,
      kind: "drug",
      class: "A",
      qty: "1",
      priceLimit: null,
      selfPayRatio: "0",
      chronicListed: false,
      dualChannel: false,
      ...item,
    })),
    account: {
      use: visit.balance !== undefined,
      balance: visit.balance ?? "0.00",
      family: visit.family ?? [],
    },
    ...visit.more,
  };
}
