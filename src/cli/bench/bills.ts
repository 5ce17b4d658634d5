import type { SourceFile } from "../../rules/pack-book.ts";
import { addDays, civilDate } from "../../base/civil-date.ts";

const person = {
  psnNo: "BENCH-1",
  birthDate: "1980-01-01",
  status: "active",
  population: "employee",
  employer: null,
  assistance: null,
  coverageFrom: "2020-01-01",
  chronicDiseases: [],
  inpatientStay: null,
};
const institution = {
  code: "H42030000001",
  type: "hospital",
  level: "3",
  region: "420300",
  designations: ["basic", "pooling", "chronic", "dualChannel"],
};
const head = {
  plan: "shiyan",
  serviceTime: "2023-03-01T10:00:00+08:00",
  medType: "11",
  institution,
  person,
  prescription: null,
};

/** Twenty lines of all classes, with limits, six-decimal prices and four-decimal quantities. */
export const bigBill = {
  ...head,
  claimId: "BENCH-20",
  items: Array.from({ length: 20 }, (_, at) => ({
    id: String(at + 1),
    code: `X${at}`,
    name: `药品 ${at + 1}`,
    kind: "drug",
    class: (["A", "B", "B", "C"] as const)[at % 4],
    qty: ["1", "2", "0.5", "1.25"][at % 4],
    price: `${(at * 37) % 90}.${String((at * 613) % 1000).padStart(3, "0")}`,
    priceLimit: at % 3 === 0 ? "40.00" : null,
    selfPayRatio: at % 4 === 0 ? "0" : "0.15",
    chronicListed: false,
    dualChannel: false,
  })),
  account: { use: true, balance: "120.00", family: [] },
};

export const smallBill = {
  ...head,
  claimId: "BENCH-1",
  items: [
    {
      id: "1",
      code: "X1",
      name: "药品",
      kind: "drug",
      class: "A",
      qty: "1",
      price: "800.00",
      priceLimit: null,
      selfPayRatio: "0",
      chronicListed: false,
      dualChannel: false,
    },
  ],
  account: { use: false, balance: "0.00", family: [] },
};

/** Shiyan's pack with its cap split into many versions, a day each from the first, the last one open. */
export function manyVersions(files: readonly SourceFile[], count: number): SourceFile {
  const file = files.find((one) => one.name.includes("shiyan"));
  if (file === undefined) throw new Error("no shiyan pack");
  const first = civilDate("2022-12-31");
  const versions = Array.from({ length: count }, (_, at) => {
    const from = addDays(first, at);
    const to = at === count - 1 ? "null" : from;
    return `  - { from: ${from}, to: ${to}, status: unconfirmed, clause: 第 ${at + 1} 版, value: halfUp }`;
  });
  const text = file.text.replace(/^rounding:\n {2}- .*$/m, `rounding:\n${versions.join("\n")}`);
  return { ...file, text };
}
