import { formatFen, parseFen, subtractFen, addFen, zeroFen } from "../../src/base/money.ts";
import type { Fen } from "../../src/base/money.ts";
import type { Split } from "../../src/settle/settlement.ts";

type SplitTexts = Readonly<Record<keyof Split, string>>;

const scopeParts = ["ownPay", "overLimit", "selfPayFirst", "inScope"] as const;
const funds = ["basic", "majorMedical", "supplementary", "civilServant", "assistance", "other"] as const;
const sums = ["total", "fundTotal", "personal", "cash"] as const;

/**
 * A whole split from the parts that a case names: "inScope 800.00, deductible 500.00, basic 150.00".
 *
 * @returns parts left out are 0.00; the sums follow, and one that is named must be what follows
 */
export function splitOf(text: string): SplitTexts {
  const named = new Map(pairsOf(text));
  const part = (name: string): Fen => parseFen(named.get(name) ?? "0.00");
  const add = (names: readonly string[]): Fen =>
    names.reduce((sum, name) => addFen(sum, part(name)), zeroFen);
  const total = add(scopeParts);
  const fundTotal = add(funds);
  const personal = subtractFen(total, fundTotal);
  const cash = subtractFen(personal, add(["account", "family"]));
  const amounts = { ...partsOf(part), total, fundTotal, personal, cash };
  const split = Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [name, formatFen(amount)]),
  );
  for (const [name, amount] of named) {
    if (!(name in split)) throw new Error(`a split has no ${name}`);
    if (split[name] !== amount)
      throw new Error(`${name} ${amount} does not follow from the parts: ${split[name]}`);
  }
  return split as unknown as SplitTexts;
}

function partsOf(part: (name: string) => Fen): Omit<Split, (typeof sums)[number]> {
  const names = [...scopeParts, ...funds, "deductible", "account", "family"] as const;
  return Object.fromEntries(names.map((name) => [name, part(name)])) as Record<(typeof names)[number], Fen>;
}

/** "outpatient.fund 0.00 → 150.00, basic.fund 0.00 → 150.00" */
export function movedOf(text: string): Record<string, { before: string; after: string }> {
  return Object.fromEntries(
    pairsOf(text).map(([id, movement]) => {
      const [before = "", after = ""] = movement.split(" → ");
      return [id, { before, after }];
    }),
  );
}

function pairsOf(text: string): [name: string, rest: string][] {
  if (text === "") return [];
  return text.split(/,\s+/).map((pair) => {
    const at = pair.indexOf(" ");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
}
