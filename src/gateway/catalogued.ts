import { civilDate } from "../base/civil-date.ts";
import { formatFen, isPositive, negateFen, parsePrice, parseQuantity, parseRatio } from "../base/money.ts";
import { splitLine } from "../settle/line-split.ts";
import type { LineParts } from "../settle/settlement.ts";
import { linePartsOf } from "../settle/settlement.ts";
import type { CataloguedLine, FeeLine } from "../wire/fee-line.ts";
import { signedFen } from "../wire/scalars.ts";
import type { VisitLine } from "./flow-state.ts";
import type { Attempt, Turn } from "./turn.ts";
import { no } from "./turn.ts";

/** Lines as the catalogue knows them on the day of each; the first that it does not know, or that does not add up, refuses all. */
export function catalogueLines(turn: Turn, lines: readonly FeeLine[]): Attempt<readonly VisitLine[]> {
  const found: VisitLine[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    if (seen.has(line.id)) return no("CLAIM_INVALID", `feedetl_sn ${line.id} 重复`);
    seen.add(line.id);
    const one = catalogueLine(turn, line);
    if (!one.ok) return one;
    found.push(one.value);
  }
  return { ok: true, value: found };
}

function catalogueLine({ door }: Turn, line: FeeLine): Attempt<VisitLine> {
  const item = door.terminal.findItem(line.code, civilDate(line.occurredAt.slice(0, 10)));
  if (!item.ok) return item;
  const { name, kind, priceLimit, selfPayRatio, chronicListed, dualChannel } = item.value;
  const kept: VisitLine = {
    ...line,
    traceCodes: [...line.traceCodes],
    name,
    kind,
    class: item.value.class,
    priceLimit,
    selfPayRatio,
    chronicListed,
    dualChannel,
    settledBy: null,
  };
  if (!isPositive(line.qty.replace("-", ""))) {
    return no("CLAIM_INVALID", `feedetl_sn ${line.id} cnt 数量不得为 0`);
  }
  const { amount } = partsOfLine(kept);
  if (signedFen(line.amount) === amount) return { ok: true, value: kept };
  return no(
    "CLAIM_INVALID",
    `feedetl_sn ${line.id} det_item_fee_sumamt 应为 cnt × pric = ${formatFen(amount)}`,
  );
}

/** A line in parts; what is given back is the mirror of what was sold. */
export function partsOfLine(line: CataloguedLine): LineParts {
  const isReturn = line.qty.startsWith("-");
  const parts = splitLine(
    {
      id: line.id,
      code: line.code,
      name: line.name,
      kind: "other",
      class: line.class,
      qty: parseQuantity(line.qty.replace("-", "")),
      price: parsePrice(line.price),
      priceLimit: line.priceLimit === null ? null : parsePrice(line.priceLimit),
      selfPayRatio: parseRatio(line.selfPayRatio),
      chronicListed: line.chronicListed,
      dualChannel: line.dualChannel,
    },
    "halfUp",
  );
  return isReturn ? linePartsOf((name) => negateFen(parts[name])) : parts;
}

const quantityScale = 10_000;

/** Lines less what was given back; a return takes from the line it names. */
export function netLines(lines: readonly VisitLine[]): Attempt<readonly VisitLine[]> {
  const left = new Map<string, number>();
  for (const line of lines) if (!line.qty.startsWith("-")) left.set(line.id, parseQuantity(line.qty).scaled);
  for (const line of lines) {
    if (!line.qty.startsWith("-")) continue;
    const from = line.original ?? "";
    const rest = (left.get(from) ?? -1) - parseQuantity(line.qty.slice(1)).scaled;
    if (!(rest >= 0)) {
      return no("CLAIM_INVALID", `feedetl_sn ${line.id} 退费须以 init_feedetl_sn 指明原明细，且不超过其数量`);
    }
    left.set(from, rest);
  }
  const net = lines.flatMap((line) => {
    const scaled = line.qty.startsWith("-") ? 0 : (left.get(line.id) ?? 0);
    return scaled === 0 ? [] : [{ ...line, qty: quantityText(scaled) }];
  });
  return { ok: true, value: net };
}

function quantityText(scaled: number): string {
  const fraction = String(scaled % quantityScale)
    .padStart(4, "0")
    .replace(/0+$/, "");
  const whole = String(Math.floor(scaled / quantityScale));
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
