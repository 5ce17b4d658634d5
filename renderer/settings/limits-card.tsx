import { Facts } from "../parts/facts.tsx";
import { Money } from "../parts/money.tsx";
import { useVerb } from "../rpc/rpc-context.ts";
import { addressOf } from "../shell/route.ts";
import { useWords } from "../words/words.ts";

/** What may be sold without the centre; it is agreed on the screen of the line. */
export function LimitsCard() {
  const { settings, line } = useWords();
  const { limits: words } = settings;
  const { agreement: names } = line;
  const agreement = useVerb("lineState", {}).data?.agreement ?? null;
  return (
    <section className="card" aria-labelledby="settings-limits">
      <h2 id="settings-limits">{words.title}</h2>
      {agreement === null ? (
        <p>{line.provisional.none}</p>
      ) : (
        <Facts
          of={[
            [names.perSale, <Money amount={agreement.fresh.perSale} />],
            [names.perPersonDay, <Money amount={agreement.fresh.perPersonDay} />],
            [names.perDesk, <Money amount={agreement.fresh.perDesk} />],
            [names.count, agreement.fresh.count],
            [line.provisional.ages, line.provisional.agesOf(agreement.freshDays, agreement.oldDays)],
          ]}
        />
      )}
      <p>
        <a href={addressOf("line")}>{words.where}</a>
      </p>
      <p className="page-hint">{words.idle}</p>
    </section>
  );
}
