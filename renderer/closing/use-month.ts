import { useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { useVerb } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";

export interface Month {
  /** yyyyMM, as it stands in the field. */
  readonly text: string;
  readonly isRight: boolean;
  readonly sort: string;
  /** Sorts of clearing that this institution has. */
  readonly sorts: readonly string[];
  readonly totals: VerbOutput<"clearingTotals"> | undefined;
  readonly refusal: Refusal | null;
  readonly setText: (text: string) => void;
  readonly setSort: (sort: string) => void;
}

/** What can be applied for of a month. @param day  a day of the month that is shown first */
export function useMonth(day: string, isShown: boolean): Month {
  const atPharmacy = useVerb("institution", {}).data?.type === "pharmacy";
  const sorts = atPharmacy ? ["41"] : ["11", "21"];
  const [typed, setText] = useState<string | null>(null);
  const [chosen, setSort] = useState<string | null>(null);
  const text = typed ?? day.slice(0, 7).replace("-", "");
  const sort = chosen ?? sorts[0] ?? "11";
  const isRight = /^\d{4}(0[1-9]|1[0-2])$/.test(text);
  const read = useVerb(
    "clearingTotals",
    { month: text, clearingType: sort },
    { enabled: isShown && isRight },
  );
  return {
    text,
    isRight,
    sort,
    sorts,
    totals: isRight ? read.data : undefined,
    refusal: read.error?.refusal ?? null,
    setText,
    setSort,
  };
}
