import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { inBackground } from "../parts/in-background.ts";
import { useAsk, useVerb } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import type { Scanned } from "../scan/scan-context.ts";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import type { Query, Search } from "./search-of.ts";
import { emptySearch, isAmount, queryOf, waysOf } from "./search-of.ts";

export type Found = VerbOutput<"findSettlements">[number];

/** What the list shows: how it was found, and whose it is. */
interface Asked {
  readonly query: Query;
  readonly name: string | null;
}

export interface Finding {
  readonly search: Search;
  readonly change: (change: Partial<Search>) => void;
  /** The day in the field, else today. */
  readonly day: string;
  /** Looks for what stands in the fields, or for what was scanned. */
  readonly find: (scanned?: Scanned) => Promise<void>;
  readonly asked: Asked;
  readonly rows: readonly Found[];
  readonly isBusy: boolean;
  readonly refusal: Refusal | null;
  /** Something was booked: what is shown is read again. */
  readonly refresh: () => void;
}

/** Finding settlements: the fields, the question that was asked last, and what it found. */
export function useSearch(): Finding {
  const ask = useAsk();
  const client = useQueryClient();
  const aheadMs = useEngineClock();
  const [search, setSearch] = useState(emptySearch);
  const [today] = useState(() => shanghaiNow(aheadMs).slice(0, 10));
  const [asked, setAsked] = useState<Asked>({ query: queryOf(emptySearch, { day: today }), name: null });
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // Of two questions on their way the later one counts.
  const latest = useRef(0);
  const list = useVerb("findSettlements", asked.query);
  const look = async (own: Search, readings?: Scanned["readings"]): Promise<Asked | Refusal> => {
    const text = own.text.trim();
    let last: Refusal = { code: "SETTLEMENT_NOT_FOUND", message: "", details: {} };
    for (const way of waysOf(text, readings)) {
      if (way.is === "person") {
        const answer = await ask("identify", way.by);
        if (answer.ok) return { query: queryOf(own, { psnNo: answer.value.psnNo }), name: answer.value.name };
        last = answer.refusal;
        if (last.code !== "PERSON_NOT_FOUND") return last;
        continue;
      }
      const query = queryOf(emptySearch, way.is === "id" ? { id: text } : { traceCode: way.code });
      const answer = await ask("findSettlements", query);
      if (!answer.ok) return answer.refusal;
      if (answer.value.length > 0) return { query, name: null };
    }
    return last;
  };
  const find = async (scanned?: Scanned): Promise<void> => {
    const own = scanned === undefined ? search : { ...search, text: scanned.text };
    if (scanned !== undefined) setSearch(own);
    if (!isAmount(own.amount)) return;
    latest.current += 1;
    const turn = latest.current;
    const day = own.day === "" ? shanghaiNow(aheadMs).slice(0, 10) : own.day;
    const all = { query: queryOf(own, { day }), name: null };
    const result = own.text.trim() === "" ? all : await look(own, scanned?.readings);
    if (turn !== latest.current) return;
    if ("code" in result) return setRefusal(result);
    setRefusal(null);
    setAsked(result);
    await client.invalidateQueries({ queryKey: ["findSettlements"] });
  };
  return {
    search,
    change: (change) => setSearch((now) => ({ ...now, ...change })),
    day: search.day === "" ? today : search.day,
    find,
    asked,
    // What was found before is no answer to what was asked now.
    rows: refusal === null ? (list.data ?? []) : [],
    isBusy: list.isPending,
    refusal: refusal ?? list.error?.refusal ?? null,
    refresh: () => {
      inBackground(client.invalidateQueries({ queryKey: ["findSettlements"] }));
      inBackground(client.invalidateQueries({ queryKey: ["settlementDetail"] }));
    },
  };
}
