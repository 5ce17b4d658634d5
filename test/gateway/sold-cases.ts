import { demoTown } from "../../src/app/demo-town.ts";
import type { Identified, Terminal } from "../../src/app/terminal.ts";
import { formatFen } from "../../src/base/money.ts";
import { valueOf } from "../app/test-desk.ts";

type Fields = Readonly<Record<string, unknown>>;

const town = demoTown();

/** A sale as a desk rings it up. */
export interface Sold {
  readonly who: { readonly plan: string; readonly pick?: (one: (typeof town.people)[number]) => boolean };
  readonly lines: readonly { readonly item: string; readonly qty: string; readonly more?: Fields }[];
  /** Whether the account of the spouse may be used too; else nobody's beside the own. */
  readonly relatives?: true;
  readonly bill: Fields;
}

/** A claim as a desk makes it: the person as identified, the items as catalogued. */
export function claimOf(terminal: Terminal, { who, lines, bill, relatives }: Sold): Fields {
  const one = town.people.find(
    ({ plan, ...rest }) => plan === who.plan && (who.pick?.({ plan, ...rest }) ?? true),
  );
  if (one === undefined) throw new Error("nobody like that in town");
  const identified = valueOf(terminal.personByNo(one.psnNo));
  const items = lines.map(({ item, qty, more }, at) => {
    const found = valueOf(terminal.findItem(item, "2024-05-10"));
    // Undefined is left out by JSON: what only the catalogue has is no part of a claim.
    return { id: `L${at + 1}`, qty, ...found, barcode: undefined, pinyin: undefined, ...more };
  });
  const claim = {
    claimId: "desk-1",
    plan: identified.plan,
    serviceTime: "2024-05-10T09:30:00+08:00",
    institution: { ...terminal.institution, name: undefined },
    person: identified.person,
    prescription: null,
    items,
    account: {
      use: true,
      balance: formatFen(identified.account.balance),
      family: relatives === undefined ? [] : familyOf(identified.family),
    },
    ...bill,
  };
  return JSON.parse(JSON.stringify(claim)) as Fields;
}

function familyOf(family: Identified["family"]): readonly Fields[] {
  return family.map(({ relation, psnNo, balance }) => ({ relation, psnNo, balance: formatFen(balance) }));
}

const offSite = { recordType: "referral", recordedOn: "2024-05-01" };
const adult = (one: (typeof town.people)[number]): boolean => one.person["inpatientStay"] === null;
/** Somebody's spouse, where there is money on that account. */
const spouseOf = (one: (typeof town.people)[number]): (typeof town.people)[number] | undefined =>
  town.people.find(({ psnNo, balance }) => psnNo === one.family[0]?.psnNo && balance > 0);
const chronic = (one: (typeof town.people)[number]): boolean =>
  adult(one) && JSON.stringify(one.person["chronicDiseases"]).includes("M01600");

/** A bill of every sort of visit, for each sort of institution, with the transaction that settles it. */
export const soldCases: readonly (readonly [string, "hospital" | "pharmacy", string, Sold])[] = [
  [
    "a pharmacy sale with a prescription, trace codes, a split pack and an exempt line",
    "pharmacy",
    "2102",
    {
      who: { plan: "shiyan", pick: adult },
      lines: [
        { item: "XD00001", qty: "2", more: { traceCodes: ["81000000000000000001", "81000000000000000002"] } },
        { item: "XD00002", qty: "0.5", more: { splitPack: true } },
        { item: "XD00003", qty: "1", more: { traceExempt: "noCode" } },
      ],
      bill: { medType: "41", prescription: { issuerLevel: "2", issuedOn: "2024-05-10", validDays: 3 } },
    },
  ],
  [
    "an outpatient visit, emergency, away from home",
    "hospital",
    "2207",
    {
      who: { plan: "shiyan", pick: adult },
      lines: [
        { item: "XD00001", qty: "3" },
        { item: "XS00001", qty: "1" },
      ],
      bill: {
        medType: "11",
        visitId: "V-77",
        emergency: true,
        offSite,
      },
    },
  ],
  [
    "a visit that the accounts of the person and of a relative pay",
    "hospital",
    "2207",
    {
      who: { plan: "hengyang", pick: (one) => adult(one) && spouseOf(one) !== undefined },
      lines: [{ item: "XS00006", qty: "40" }],
      relatives: true,
      bill: { medType: "11", visitId: "V-81", offSite },
    },
  ],
  [
    "a visit that the own account and cash pay, though a relative has money",
    "hospital",
    "2207",
    {
      who: { plan: "hengyang", pick: (one) => adult(one) && spouseOf(one) !== undefined },
      lines: [{ item: "XS00006", qty: "40" }],
      bill: { medType: "11", visitId: "V-82", offSite },
    },
  ],
  [
    "a visit for a chronic disease",
    "hospital",
    "2207",
    {
      who: { plan: "hengyang", pick: chronic },
      lines: [{ item: "XD00031", qty: "2" }],
      bill: { medType: "14", visitId: "V-78", chronicDisease: "M01600", offSite },
    },
  ],
  [
    "an operation of birth control",
    "hospital",
    "2207",
    {
      who: { plan: "daye", pick: (one) => adult(one) && one.insutype === "310" },
      lines: [{ item: "XS00002", qty: "1" }],
      bill: { medType: "53", visitId: "V-79", birthControl: "abortion", offSite },
    },
  ],
  [
    "an antenatal visit",
    "hospital",
    "2207",
    {
      who: { plan: "daye", pick: (one) => one.insutype === "310" && one.person["status"] === "active" },
      lines: [{ item: "XS00003", qty: "1" }],
      bill: { medType: "51", visitId: "V-80", maternity: { kind: "antenatal", pregnancyId: "G1" }, offSite },
    },
  ],
  [
    "a stay",
    "hospital",
    "2304",
    {
      who: { plan: "hengyang", pick: adult },
      lines: [
        { item: "XS00004", qty: "7" },
        { item: "XD00005", qty: "20" },
      ],
      bill: {
        medType: "21",
        visitId: "I-5",
        offSite,
        stay: { admitted: "2024-05-03", discharged: "2024-05-10" },
      },
    },
  ],
];
