import { useState } from "react";

import type { VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { useAsk } from "../rpc/rpc-context.ts";
import type { Refusal } from "../rpc/transport.ts";
import { useShift } from "../session/operator.ts";
import type { Approver } from "./approve-deed.tsx";
import type { Detail } from "./history-detail.tsx";
import type { Quantities } from "./refund-items.ts";
import { itemsBack } from "./refund-items.ts";
import type { Deed } from "./use-deed.ts";
import { useDeed } from "./use-deed.ts";

type Items = VerbInput<"refundPreview">["items"];
type Preview = VerbOutput<"refundPreview">;

export interface Refund {
  readonly quantities: Quantities;
  readonly setQuantity: (line: string, qty: string) => void;
  /** What the quantities on screen bring; null until it was asked, and after they were changed. */
  readonly preview: Preview | null;
  readonly refusal: Refusal | null;
  /** Why nothing was asked. */
  readonly wrong: "nothing" | "fix" | null;
  /** The net was another one when it was confirmed. */
  readonly isStale: boolean;
  readonly deed: Deed<"refund">;
  readonly show: () => Promise<void>;
  readonly confirm: (approver: Approver) => Promise<boolean>;
}

/** Giving part of a bill back: quantities, what they bring, and the deed under one key. */
export function useRefund(detail: Detail): Refund {
  const ask = useAsk();
  const { operator, desk } = useShift();
  const { key, deed, run } = useDeed<"refund">();
  const [quantities, setQuantities] = useState<Quantities>({});
  const [shown, setShown] = useState<{ readonly items: Items; readonly preview: Preview } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [wrong, setWrong] = useState<Refund["wrong"]>(null);
  const [isStale, setStale] = useState(false);
  const { settlementId } = detail.settlement;
  const showItems = async (items: Items): Promise<void> => {
    const answer = await ask("refundPreview", { settlementId, items });
    setRefusal(answer.ok ? null : answer.refusal);
    setShown(answer.ok ? { items, preview: answer.value } : null);
  };
  return {
    quantities,
    setQuantity: (line, qty) => {
      // What is on its way is what is on screen.
      if (deed.is !== "open") return;
      setQuantities((now) => ({ ...now, [line]: qty.trim() }));
      setShown(null);
      setWrong(null);
      setStale(false);
    },
    preview: shown?.preview ?? null,
    refusal,
    wrong,
    isStale,
    deed,
    show: async () => {
      const items = itemsBack(detail.lines, quantities);
      setWrong(items === null ? "fix" : items.length === 0 ? "nothing" : null);
      if (items !== null && items.length > 0) await showItems(items);
    },
    confirm: async (approver) => {
      if (shown === null) return false;
      const { items, preview } = shown;
      const next = await run(() =>
        ask("refund", {
          settlementId,
          idempotencyKey: key,
          actor: { operator: operator.id, pharmacist: null, desk },
          items,
          previewHash: preview.previewHash,
          approval: { ...approver, desk },
        }),
      );
      const isMoved = next?.is === "open" && next.refusal?.code === "PREVIEW_STALE";
      setStale(isMoved);
      if (isMoved) await showItems(items);
      return next?.is === "done";
    },
  };
}
