import type { Refusal } from "../rpc/transport.ts";
import { listOf, textOf } from "../rules/read-value.ts";
import type { Words } from "../words/words.ts";

/**
 * What a refusal says to people. One that lists inputs names them by paths of the contract, which nobody has on screen:
 * they are told by their labels, each once.
 */
export function refusalText(refusal: Refusal, { fields }: Words): string {
  const faults = listOf(refusal.details, "faults");
  if (faults.length === 0) return refusal.message;
  const told = faults.map((fault) => {
    const name = fieldOf(textOf(fault, "path") ?? "");
    const label = valueAt(fields.labels, name) ?? fields.other;
    return fields.say(label, valueAt(fields.should, name), textOf(fault, "reason") ?? "");
  });
  return [...new Set(told)].join(fields.between);
}

/** The last name of a path: `amount` of `tenders[0].amount`. */
function fieldOf(path: string): string {
  return (path.split(".").at(-1) ?? "").replace(/\[\d+\]/g, "");
}

function valueAt(table: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}
