import type { ClaimJson, ItemJson } from "./claim-json.ts";
import type { Random } from "./random.ts";
import { fenText, nearFen } from "./random.ts";

/** Amounts at which some rule turns: deductibles, caps, operation and pregnancy limits. */
const turningYuan = [
  50, 100, 200, 300, 400, 500, 600, 800, 1000, 1100, 1500, 1600, 2000, 2400, 3000, 8000, 16_000, 20_000,
];

const quantities = [
  [10, "1"],
  [4, "2"],
  [2, "3"],
  [1, "7"],
  [2, "0.5"],
  [1, "1.25"],
  [1, "0.3333"],
  [1, "12.0625"],
  [1, "0.0101"],
] as const;

const selfPayRatios = ["0", "0.1", "0.05", "0.15", "0.3333", "0.1234", "0.0001", "0.9999", "1"] as const;

const kinds = [
  [10, "drug"],
  [4, "service"],
  [2, "device"],
  [2, "consumable"],
  [1.5, "wellness"],
  [1, "other"],
] as const;

export function itemsOf(random: Random, medType: string): ItemJson[] {
  const dear = medType === "21" || medType === "52";
  if (random.chance(0.15)) return [turningItem(random)];
  const count = random.weighed([
    [3, 1],
    [3, 2],
    [3, random.whole(3, 5)],
    [1, random.whole(6, 14)],
  ]);
  const chronicShare = medType === "14" ? 0.6 : 0.05;
  return Array.from({ length: count }, (_unused, index) => {
    const cheap = random.weighed([
      [8, random.whole(10, 300)],
      [3, random.whole(300, 3000)],
      [1, 0],
    ]);
    const yuan = dear ? random.pick([300, 3000, 20_000, random.whole(1, 300_000)]) : cheap;
    return itemOf(random, { id: `${index + 1}`, yuanMax: yuan, chronicShare });
  });
}

/** One plain line, so that what is in scope is exactly the turning amount or one fen beside it. */
function turningItem(random: Random): ItemJson {
  const fen = nearFen(random, random.pick(turningYuan));
  return {
    ...itemOf(random, { id: "1", yuanMax: 0, chronicShare: 0.5 }),
    kind: "drug",
    class: "A",
    qty: "1",
    price: fenText(fen),
    priceLimit: null,
  };
}

function itemOf(
  random: Random,
  wish: { readonly id: string; readonly yuanMax: number; readonly chronicShare: number },
): ItemJson {
  const price = priceText(random, wish.yuanMax);
  return {
    id: wish.id,
    code: `X${random.whole(10_000, 99_999)}`,
    name: "item",
    kind: random.weighed(kinds),
    class: random.weighed([
      [6, "A"],
      [4, "B"],
      [1.5, "C"],
    ]),
    qty: random.weighed(quantities),
    price,
    priceLimit: random.chance(0.25) ? priceText(random, wish.yuanMax) : null,
    selfPayRatio: random.chance(0.4) ? "0" : random.pick(selfPayRatios),
    chronicListed: random.chance(wish.chronicShare),
    dualChannel: random.chance(0.12),
  };
}

/** Up to six decimals; five and half a fen come up often, where rounding goes wrong first. */
function priceText(random: Random, yuanMax: number): string {
  const yuan = random.whole(Math.floor(yuanMax / 2), yuanMax);
  const places = random.whole(0, 6);
  if (places === 0) return `${yuan}`;
  if (random.chance(0.2)) return `${yuan}.${random.whole(10, 99)}5`;
  const digits = `${random.whole(0, 999_999)}`.padStart(6, "0").slice(0, places);
  return `${yuan}.${digits}`;
}

export function accountOf(random: Random): ClaimJson["account"] {
  const balance = random.pick([0, 0, random.whole(1, 5000), random.whole(1, 300_000), 9_999_999]);
  const members = random.chance(0.35) ? random.whole(1, 3) : 0;
  const family = Array.from({ length: members }, () => ({
    relation: random.pick(["spouse", "parent", "child"]),
    balance: fenText(random.whole(0, 40_000)),
  }));
  const account = { use: random.chance(0.55), balance: fenText(balance), family };
  if (!account.use || !random.chance(0.25)) return account;
  const available =
    Math.round(Number(account.balance) * 100) + family.reduce((sum, one) => sum + cents(one.balance), 0);
  return {
    ...account,
    requested: fenText(random.pick([0, available, random.whole(0, Math.min(available, 30_000))])),
  };
}

/** Small whole numbers of fen: the generator may count in floats, what it checks may not. */
function cents(money: string): number {
  return Math.round(Number(money) * 100);
}
