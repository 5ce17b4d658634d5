import type { ClaimJson, ItemJson, PersonJson } from "./claim-json.ts";

/** What a test says about its bill; the rest is the plainest bill there is. */
export type Sample = Partial<Omit<ClaimJson, "institution" | "person" | "items">> & {
  institution?: Partial<ClaimJson["institution"]>;
  person?: Partial<PersonJson>;
  items?: readonly Partial<ItemJson>[];
};

const homeRegion: Readonly<Record<string, string>> = {
  "hubei-provincial": "420100",
  shiyan: "420300",
  hengyang: "430400",
  daye: "420281",
  jingmen: "420800",
};

/** One person, one hospital, one class A drug, nothing special. */
export function sampleClaim(sample: Sample): ClaimJson {
  const plan = sample.plan ?? "shiyan";
  return {
    claimId: "T-1",
    serviceTime: "2024-05-10T10:00:00+08:00",
    medType: "11",
    prescription: null,
    account: { use: false, balance: "0.00", family: [] },
    ...sample,
    plan,
    institution: {
      code: "H42030000001",
      type: "hospital",
      level: "3",
      region: homeRegion[plan] ?? "420300",
      designations: ["basic", "pooling", "chronic", "dualChannel"],
      ...sample.institution,
    },
    person: {
      psnNo: "P1",
      birthDate: "1980-01-01",
      status: "active",
      population: "employee",
      employer: null,
      assistance: null,
      coverageFrom: "2020-01-01",
      chronicDiseases: [],
      inpatientStay: null,
      ...sample.person,
    },
    items: (sample.items ?? [{}]).map((item, index) => sampleItem(`${index + 1}`, item)),
  };
}

function sampleItem(id: string, item: Partial<ItemJson>): ItemJson {
  return {
    id,
    code: "X00001",
    name: "item",
    kind: "drug",
    class: "A",
    qty: "1",
    price: "100.00",
    priceLimit: null,
    selfPayRatio: "0",
    chronicListed: false,
    dualChannel: false,
    ...item,
  };
}
