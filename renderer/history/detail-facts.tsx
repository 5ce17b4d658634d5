import type { ReactNode } from "react";

import { Button } from "../parts/button.tsx";
import { Money } from "../parts/money.tsx";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import type { Detail } from "./history-detail.tsx";

const tenderKinds = ["cash", "wechat", "alipay", "bankCard"] as const;

/** Numbers, people, days: what somebody asks for who has the paper in hand. */
export function DetailFacts({
  detail,
  onOpen,
}: {
  readonly detail: Detail;
  readonly onOpen: (settlementId: string) => void;
}) {
  const { history, domain } = useWords();
  const { detail: words, list } = history;
  const { settlement, person, plan, tenders } = detail;
  const link = (id: string | null): ReactNode =>
    id === null ? null : (
      <Button look="quiet" onPress={() => onOpen(id)}>
        <span className="mono">{id}</span>
      </Button>
    );
  const paid = tenderKinds.filter((kind) => tenders !== null && tenders[kind] !== "0.00");
  const facts: readonly (readonly [string, ReactNode])[] = [
    [words.reversedBy, link(settlement.reversedBy)],
    [words.replacedBy, link(detail.replacedBy)],
    [words.reverses, link(settlement.reverses)],
    [words.replaces, link(detail.replaces)],
    [
      words.person,
      [person.name ?? list.unknownPerson, person.certNo].filter((one) => one !== null).join(" "),
    ],
    [words.plan, plan.name ?? wordOf(domain.plans, plan.id)],
    [words.serviceDate, detail.serviceDate],
    [words.time, settlement.committedAt.slice(0, 19).replace("T", " ")],
    [words.number, <span className="mono">{settlement.settlementId}</span>],
    [words.msgid, <span className="mono">{settlement.msgid}</span>],
    [words.resettleCode, settlement.resettleCode],
    [words.by, `${detail.operator} · ${detail.desk}`],
    [words.pharmacist, detail.pharmacist],
    [
      words.tenders,
      tenders === null || paid.length === 0
        ? null
        : paid.map((kind) => (
            <span key={kind} className="history-tender">
              {domain.tenders[kind]} <Money amount={tenders[kind]} sign />
            </span>
          )),
    ],
  ];
  return (
    <dl className="history-facts">
      {facts.map(([name, value]) =>
        value === null || value === "" ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
