import type { VerbOutput } from "../../src/gateway/contract.ts";
import { useWords } from "../words/words.ts";
import { payers } from "./split-parts.ts";

/** The bill as one bar, each payer with their part of it. The list below says the same in words. */
export function SplitBar({ split }: { readonly split: VerbOutput<"preview">["settlement"]["split"] }) {
  const { pay } = useWords().desk;
  const total = Number(split.total);
  let from = 0;
  const bars = payers.flatMap(({ part, colour }) => {
    const width = total > 0 ? (100 * Number(split[part])) / total : 0;
    const bar = { part, colour, from, width };
    from += width;
    return width > 0 ? [bar] : [];
  });
  return (
    <svg
      className="split-bar"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={pay.split}
    >
      {bars.map(({ part, colour, from: x, width }) => (
        <rect key={part} className="split-part" x={x} width={width} height="10" fill={colour} />
      ))}
    </svg>
  );
}
