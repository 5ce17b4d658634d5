import { Icon } from "../parts/icon.tsx";
import { useWords } from "../words/words.ts";
import type { Bill } from "./bill.ts";
import { daysBetween } from "./person-facts.ts";
import type { Desk } from "./use-desk.ts";
import "./line-banner.css";

/** Above everything on the desk while the centre is away: which way of selling is left, since when, how much of it. */
export function LineBanner({ desk }: { readonly desk: Desk }) {
  const { line: words } = useWords().counter;
  const { line } = desk;
  if (line === undefined || line.state === "none") return null;
  if (line.state === "online")
    return line.stop === null ? null : (
      <p className="line-banner line-banner-note" role="status">
        <Icon name="warn" />
        <strong>{words.announced(moment(line.stop.from), moment(line.stop.until))}</strong>
      </p>
    );
  const isCash = line.mode === "cash";
  return (
    <div className={`line-banner line-banner-${isCash ? "cash" : "provisional"}`} role="status">
      <Icon name="link" />
      <div>
        <p>
          <strong>{isCash ? words.cash : words.provisional}</strong>{" "}
          {line.class === null ? "" : words.classes[line.class]}{" "}
          {line.since === null ? "" : words.since(moment(line.since))}
        </p>
        <p className="line-banner-hint">{isCash ? words.cashHint : words.provisionalHint}</p>
        {isCash ? null : <Limits line={line} bill={desk.bill} />}
      </div>
    </div>
  );
}

/** What is left until only cash is. Old facts narrow it: of the person's and of the line's the older counts. */
function Limits({ line, bill }: { readonly line: NonNullable<Desk["line"]>; readonly bill: Bill }) {
  const { line: words } = useWords().counter;
  const { agreement, provisional, since } = line;
  if (agreement === null || provisional.left === null) return null;
  const today = bill.begunAt.slice(0, 10);
  const ageOf = (told: string | undefined | null): number =>
    told === undefined || told === null ? 0 : daysBetween(told.slice(0, 10), today);
  const age = Math.max(ageOf(since), ageOf(bill.person?.factsAsOf));
  const days = agreement.oldDays - age;
  const { count, perDesk } = provisional.left;
  if (count <= 0 || days < 0) return <p className="line-banner-full">{words.full}</p>;
  const { perSale } = age <= agreement.freshDays ? agreement.fresh : agreement.old;
  return (
    <ul className="line-banner-limits">
      <li>{words.left(count, perDesk)}</li>
      <li>{words.perSale(perSale)}</li>
      <li>{words.daysLeft(days)}</li>
    </ul>
  );
}

function moment(time: string): string {
  return time.slice(5, 16).replace("T", " ");
}
