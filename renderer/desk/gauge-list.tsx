import { formatFen, parseFen, subtractFen } from "../../src/base/money.ts";
import { grouped } from "../parts/grouped.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { Gauge } from "./gauges.ts";

/** How far deductibles are met and caps are used, and what this bill adds. */
export function GaugeList({ gauges }: { readonly gauges: readonly Gauge[] }) {
  const { desk, domain } = useWords();
  const { person: words } = desk;
  if (gauges.length === 0) return null;
  return (
    <div className="gauges">
      <h3 className="person-label">{words.gauges}</h3>
      <ul>
        {gauges.map((gauge) => (
          <li key={gauge.id} className="gauge" data-deductible={isDeductible(gauge) ? "" : undefined}>
            <span className="gauge-name">{nameOf(domain.accumulators, gauge.id)}</span>
            <span className="gauge-rest" data-full={gauge.afterShare >= 1 ? "" : undefined}>
              {restOf(gauge, words)}
            </span>
            <svg className="gauge-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect className="gauge-after" width={100 * gauge.afterShare} height="4" />
              <rect className="gauge-before" width={100 * gauge.beforeShare} height="4" />
            </svg>
            <span className="gauge-used">{words.used(grouped(gauge.after), grouped(gauge.limit))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is counted for a pregnancy, a visit or a disease of its own is called by what it is counted of. */
function nameOf(names: Readonly<Record<string, string>>, id: string): string {
  const known = Object.keys(names).filter((name) => id === name || id.startsWith(`${name}.`));
  return wordOf(names, known.toSorted((a, b) => b.length - a.length)[0] ?? id);
}

function isDeductible({ id }: Gauge): boolean {
  return id.includes("deductible");
}

function restOf(
  gauge: Gauge,
  words: {
    readonly met: string;
    readonly usedUp: string;
    readonly stillToPay: (amount: string) => string;
    readonly left: (amount: string) => string;
  },
): string {
  const rest = subtractFen(parseFen(gauge.limit), parseFen(gauge.after));
  if (isDeductible(gauge)) return rest <= 0 ? words.met : words.stillToPay(grouped(formatFen(rest)));
  return rest <= 0 ? words.usedUp : words.left(grouped(formatFen(rest)));
}
