import { useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import type { Refusal } from "../rpc/transport.ts";
import { useAsk, useVerb } from "../rpc/rpc-context.ts";

export type Entry = VerbOutput<"findAudit">["entries"][number];

export interface AuditFilter {
  readonly day: string;
  readonly operator: string;
  readonly action: string;
}

interface More {
  readonly of: string;
  readonly entries: readonly Entry[];
  readonly next: number | null;
}

const pageSize = 200;

/** Entries of the audit chain, the newest first; earlier ones when they are asked for. */
export function useAudit(filter: AuditFilter) {
  const ask = useAsk();
  const query = {
    day: filter.day === "" ? null : filter.day,
    operator: filter.operator === "" ? null : filter.operator,
    action: filter.action === "" ? null : filter.action,
    limit: pageSize,
  };
  const first = useVerb("findAudit", { ...query, from: null });
  const of = JSON.stringify([query, first.data?.last]);
  const [kept, setMore] = useState<More | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // What was read on belongs to one list: another one begins anew.
  const more = kept?.of === of ? kept : null;
  const next = more === null ? (first.data?.next ?? null) : more.next;
  const goOn = async (): Promise<void> => {
    if (next === null) return;
    const answer = await ask("findAudit", { ...query, from: next });
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) return;
    const { entries, next: after } = answer.value;
    setMore({ of, entries: [...(more?.entries ?? []), ...entries], next: after });
  };
  return {
    entries: [...(first.data?.entries ?? []), ...(more?.entries ?? [])],
    next,
    goOn,
    isBusy: first.isPending,
    refusal: refusal ?? first.error?.refusal ?? null,
  };
}
