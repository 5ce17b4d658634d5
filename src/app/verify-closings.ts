import type { ComparedGroup } from "../recon/statement.ts";
import { groupKey, groupsOf } from "../recon/statement.ts";
import { readClosing } from "./closing.ts";
import type { Ground } from "./ground.ts";
import { statementEntries } from "./statement-entries.ts";
import type { Finding } from "./terminal.ts";
import { attempt } from "./verify-words.ts";

/** Days that are closed, as many as anybody keeps. */
const daysMax = 40_000;

/** Sums that a day was balanced with, added up again from the ledger and what is told of it. */
export function* verifyClosings(ground: Ground): Generator<Finding> {
  for (const row of ground.store.closings.newest(daysMax)) {
    if (row.outcome !== "balanced") continue;
    const { day } = row;
    const reason = attempt(() => {
      const { groups } = readClosing(ground, row);
      const now = groupsOf(statementEntries(ground, day), []);
      return textOf(now) === textOf(groups) ? null : "对平时的申报合计与账本重算不符";
    });
    if (reason !== null) yield { what: "day", id: day, reason };
  }
}

/** The sums in an order of their own; a total that was only asked for has nothing in it. */
function textOf(
  groups: readonly Pick<ComparedGroup, "insutype" | "clearingType" | "office" | "sums">[],
): string {
  return groups
    .filter(({ sums }) => sums.count > 0)
    .map((group) => {
      const { count, total, fundTotal, account } = group.sums;
      return `${groupKey(group)} ${count} ${total} ${fundTotal} ${account}`;
    })
    .toSorted()
    .join("\n");
}
