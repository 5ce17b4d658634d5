import { addDays } from "./calendar.ts";
import type { ClaimJson, ItemJson } from "./claim-json.ts";
import { assistanceClasses } from "./generate-people.ts";
import { fenFromText } from "./fraction.ts";
import type { Random } from "./random.ts";
import { fenText } from "./random.ts";

type Edge = {
  /** The plan this edge belongs to; absent: any. */
  readonly plan?: string;
  readonly medTypes?: readonly string[];
  apply(random: Random, claim: ClaimJson, day: string): void;
};

/** Each edge falls on either side: some of its bills are refused, its neighbours settle. */
const edges: readonly Edge[] = [
  {
    apply: (random, claim) => {
      claim.medType = random.pick([
        "12",
        "15",
        "16",
        "19",
        "22",
        "23",
        "24",
        "25",
        "26",
        "27",
        "28",
        "61",
        "99",
        "00",
      ]);
    },
  },
  {
    apply: (random, claim) => {
      claim.plan = random.pick(["wuhan", "hubei", "shiyan2"]);
    },
  },
  {
    apply: (_random, claim) => {
      claim.person.population = claim.person.population === "resident" ? "employee" : "resident";
    },
  },
  {
    apply: (random, claim, day) => {
      claim.person.coverageFrom = random.pick([
        day,
        addDays(day, 1),
        addDays(day, -1),
        `${day.slice(0, 8)}01`,
        addDays(day, -31),
      ]);
    },
  },
  {
    apply: (random, claim) => {
      const kept = ["basic", "pooling", "chronic", "dualChannel"].filter(() => random.chance(0.7));
      claim.institution.designations = kept;
    },
  },
  {
    medTypes: ["21", "52"],
    apply: (random, claim, day) => {
      const discharged = random.pick([null, addDays(day, 1), addDays(day, -1), addDays(day, -400), day]);
      claim.stay = { admitted: random.pick([addDays(day, -2), day, addDays(day, -401)]), discharged };
    },
  },
  {
    medTypes: ["41"],
    apply: (random, claim, day) => {
      const validDays = random.whole(0, 4);
      claim.prescription = { issuerLevel: "2", issuedOn: addDays(day, -random.whole(-1, 3)), validDays };
    },
  },
  {
    apply: (random, claim) => {
      const relation = random.pick(["sibling", "grandparent", "spouse"]);
      claim.account.family.push({ relation, balance: fenText(random.whole(0, 5000)) });
    },
  },
  {
    apply: (random, claim) => {
      const { account } = claim;
      const available = [account, ...account.family].reduce((sum, one) => sum + fenFromText(one.balance), 0n);
      account.requested = fenText(Number(available) + random.whole(-1, 1));
    },
  },
  {
    apply: (random, claim, day) => {
      const faults: readonly (() => void)[] = [
        () => (claim.submittedOn = addDays(day, -1)),
        () => (claim.submittedOn = day),
        () => (claim.person.birthDate = addDays(day, random.whole(0, 1))),
        () => (claim.institution.type = claim.institution.type === "pharmacy" ? "hospital" : "pharmacy"),
        () => claim.items.push(hugeItem(random, `${claim.items.length + 1}`)),
        () => delete claim.maternity,
        () => delete claim.birthControl,
        () => delete claim.chronicDisease,
      ];
      random.pick(faults)();
    },
  },
  {
    medTypes: ["51", "52", "53"],
    apply: (random, claim) => {
      const faults: readonly (() => void)[] = [
        () => delete claim.maternity,
        () => delete claim.birthControl,
        () =>
          claim.maternity &&
          (claim.maternity.kind = claim.maternity.kind === "birth" ? "antenatal" : "birth"),
      ];
      random.pick(faults)();
    },
  },
  {
    medTypes: ["51", "52"],
    apply: (random, claim, day) => {
      const payer = {
        psnNo: "husband",
        status: random.pick(["active", "retired"]),
        coverageFrom: random.pick([
          "2019-05-06",
          day,
          addDays(day, 1),
          `${day.slice(0, 8)}01`,
          addDays(day, -31),
        ]),
        filedOn: addDays(day, random.whole(-1, 1)),
      };
      if (claim.maternity) claim.maternity.payer = payer;
    },
  },
  {
    medTypes: ["14"],
    apply: (random, claim, day) => {
      const { person } = claim;
      const faults: readonly (() => void)[] = [
        () => (person.chronicDiseases = []),
        () => (claim.chronicDisease = "M12345"),
        () => person.chronicDiseases.forEach((one) => (one.to = addDays(day, random.whole(-1, 0)))),
        () => person.chronicDiseases.forEach((one) => (one.from = addDays(day, random.whole(0, 1)))),
      ];
      random.pick(faults)();
    },
  },
  {
    plan: "daye",
    medTypes: ["14"],
    apply: (random, claim, day) => {
      const codes = ["M01600", "M03900", "M00500", "M07800"];
      claim.person.chronicDiseases = codes.map((code) => ({ code, from: "2022-01-01", to: null }));
      const last = claim.person.chronicDiseases[3];
      if (last !== undefined && random.chance(0.3)) last.to = addDays(day, random.whole(-1, 0));
      claim.chronicDisease = "M01600";
    },
  },
  {
    plan: "daye",
    apply: (random, claim) => {
      claim.person.assistance = random.pick(assistanceClasses);
    },
  },
  {
    plan: "jingmen",
    apply: (random, claim, day) => {
      claim.institution.region = random.pick(["420500", "421000", "440100", "430100"]);
      if (random.chance(0.6))
        claim.offSite = { recordType: "longTermResident", recordedOn: addDays(day, -9), revokedOn: null };
    },
  },
  {
    plan: "hengyang",
    apply: (random, claim) => {
      claim.institution.level = "provincial";
      claim.institution.region = random.pick(["430100", "430400", "440100"]);
    },
  },
  {
    plan: "hubei-provincial",
    apply: (random, claim) => {
      claim.person.employer = random.pick([
        null,
        "某某有限公司",
        "长江航道局",
        "国网湖北省电力有限公司",
        "中国铁路武汉局集团有限公司",
      ]);
    },
  },
  {
    plan: "shiyan",
    medTypes: ["11", "13", "14", "41"],
    apply: (random, claim, day) => {
      const from = addDays(day, -random.whole(0, 2));
      const to = random.pick([null, day, addDays(day, 1), addDays(day, -1)]);
      claim.person.inpatientStay = { from, to };
    },
  },
  {
    plan: "shiyan",
    apply: (random, claim, day) => {
      claim.institution.region = "420100";
      claim.offSite = { recordType: "temporary", recordedOn: day, revokedOn: null };
      const nextYear = Number(day.slice(0, 4)) + 1;
      claim.submittedOn = random.pick([`${nextYear}-03-31`, `${nextYear}-04-01`, `${nextYear}-12-31`]);
    },
  },
];

/** A price that takes the line or the bill to its tenth digit and one fen past it. */
function hugeItem(random: Random, id: string): ItemJson {
  return {
    id,
    code: "X00001",
    name: "item",
    kind: "service",
    class: "A",
    qty: "1",
    price: random.pick(["9999999999.99", "9999999999.995", "9999999999.994999"]),
    priceLimit: "1.00",
    selfPayRatio: "0",
    chronicListed: false,
    dualChannel: false,
  };
}

/** Moves the bill onto an edge that fits it. */
export function applyEdge(random: Random, claim: ClaimJson, day: string): void {
  const fitting = edges.filter(
    (edge) =>
      (edge.plan === undefined || edge.plan === claim.plan) &&
      (edge.medTypes === undefined || edge.medTypes.includes(claim.medType)),
  );
  // What only this plan or kind of visit knows comes first: the general edges are few and meet every bill.
  const own = fitting.filter((edge) => edge.plan !== undefined || edge.medTypes !== undefined);
  const chosen = own.length > 0 && random.chance(0.6) ? own : fitting;
  random.pick(chosen).apply(random, claim, day);
}
