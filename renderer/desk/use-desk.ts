import { useEffect, useEffectEvent, useMemo } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { inBackground } from "../parts/in-background.ts";
import { useAsk, useVerb } from "../rpc/rpc-context.ts";
import { useShift } from "../session/operator.ts";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import type { Bill } from "./bill.ts";
import { codesMissing, isEmpty, newBill } from "./bill.ts";
import { claimOf, probeOf } from "./claim-of.ts";
import type { Notice } from "./notice.ts";
import { resumed, takeUp } from "./take-up.ts";
import { isGivenWrong, tendersOf } from "./tender.ts";
import type { BillStore } from "./use-bill.ts";
import { useBill } from "./use-bill.ts";
import type { PreviewState } from "./use-preview.ts";
import { usePreview } from "./use-preview.ts";
import type { Settling } from "./use-settling.ts";
import { useSettling } from "./use-settling.ts";
import type { Taking } from "./use-taking.ts";
import { useTaking } from "./use-taking.ts";

export interface Desk extends Omit<Taking, "tell"> {
  readonly institution: VerbOutput<"institution"> | undefined;
  readonly bill: Bill;
  readonly canUndo: boolean;
  readonly phase: Settling["phase"];
  readonly preview: PreviewState;
  /** What the person could have, before anything is rung up. */
  readonly probe: PreviewState;
  readonly change: BillStore["change"];
  readonly undo: () => void;
  readonly confirm: () => void;
  readonly next: () => void;
  readonly park: () => void;
  readonly resume: (content: unknown) => void;
  readonly dismiss: () => void;
}

/** A result is read before it is left: a key that was pressed twice does not skip it. */
const resultMsMin = 600;

/** The bill in work, from the first scan to the next customer. */
export function useDesk(): Desk {
  const institution = useVerb("institution", {}).data;
  const begin = useBegin(institution);
  const store = useBill(begin);
  const settling = useSettling();
  const { bill } = store;
  const { phase } = settling;
  const isOpen = phase.is === "open";
  const leave = (): void => {
    settling.leave();
    store.start(begin());
  };
  const taking = useTaking(store, () => {
    if (phase.is === "done") leave();
    return isOpen || phase.is === "done";
  });
  const { preview, probe } = useSplit(bill, institution, phase.is === "done");
  useGoOn({ store, settling, begin });
  return {
    ...taking,
    institution,
    bill,
    canUndo: isOpen && store.canUndo,
    phase,
    preview,
    probe,
    change: (make) => {
      if (isOpen) store.change(make);
    },
    undo: () => {
      if (isOpen) store.undo();
    },
    confirm: useConfirm({ store, settling, taking, institution, preview }),
    next: () => {
      if (phase.is !== "done" || performance.now() - phase.atMs < resultMsMin) return;
      taking.tell(null);
      leave();
    },
    ...useParking({ store, taking, isOpen, begin }),
    dismiss: () => taking.tell(null),
  };
}

/** How a new bill begins here and now. */
function useBegin(institution: VerbOutput<"institution"> | undefined): () => Bill {
  const aheadMs = useEngineClock();
  const medType = institution?.type === "pharmacy" ? "41" : "11";
  return () => newBill({ id: crypto.randomUUID(), begunAt: shanghaiNow(aheadMs), medType });
}

function useSplit(bill: Bill, institution: VerbOutput<"institution"> | undefined, isDone: boolean) {
  const claims = useMemo(() => {
    if (institution === undefined || isDone) return { claim: null, probe: null };
    const claim = claimOf(bill, institution);
    return { claim, probe: claim === null ? probeOf(bill, institution) : null };
  }, [bill, institution, isDone]);
  return { preview: usePreview(claims.claim), probe: usePreview(claims.probe) };
}

/** The page has come up: what was in work goes on, what was being settled is told. */
function useGoOn({
  store,
  settling,
  begin,
}: {
  readonly store: BillStore;
  readonly settling: Settling;
  readonly begin: () => Bill;
}): void {
  const ask = useAsk();
  const { desk } = useShift();
  const first = begin();
  const goOn = useEffectEvent(async (): Promise<void> => {
    const taken = await takeUp(ask, desk, first.begunAt);
    if (taken.bill !== null) store.startIfEmpty(taken.bill);
    if (taken.settled !== null) settling.show(taken.settled);
  });
  useEffect(() => inBackground(goOn()), []);
  // The first bill was begun before the engine had said what kind of institution this is.
  const fit = useEffectEvent(() => {
    store.startIfEmpty(begin());
  });
  useEffect(() => fit(), [first.medType]);
}

/** Why a bill cannot be confirmed as it stands; null when it can. */
function obstacle(bill: Bill, preview: PreviewState): Notice | null {
  if (!preview.isCurrent || preview.value === null)
    return preview.refusal === null ? { is: "notReady" } : { is: "refusal", refusal: preview.refusal };
  const count = bill.lines.reduce((sum, line) => sum + codesMissing(line), 0);
  if (count > 0) return { is: "codesMissing", count };
  const { tender } = bill;
  const isWrong = tender.kind === "cash" && isGivenWrong(tender.given, preview.value.settlement.split.cash);
  return isWrong ? { is: "givenWrong" } : null;
}

function useConfirm({
  store,
  settling,
  taking,
  institution,
  preview,
}: {
  readonly store: BillStore;
  readonly settling: Settling;
  readonly taking: Taking;
  readonly institution: VerbOutput<"institution"> | undefined;
  readonly preview: PreviewState;
}): () => void {
  const { operator, desk } = useShift();
  const { bill } = store;
  const confirm = async (): Promise<void> => {
    if (settling.phase.is === "unknown") {
      await settling.sendAgain();
      return;
    }
    if (settling.phase.is !== "open" || institution === undefined) return;
    const inTheWay = obstacle(bill, preview);
    const claim = claimOf(bill, institution);
    if (inTheWay !== null || claim === null || preview.value === null) {
      taking.tell(inTheWay ?? { is: "notReady" });
      return;
    }
    const { settlement, previewHash } = preview.value;
    const tenders = tendersOf(bill, settlement.split.cash);
    const actor = { operator: operator.id, pharmacist: bill.pharmacist?.id ?? null, desk };
    taking.tell(null);
    const outcome = await settling.send(async () => {
      await store.settleDown();
      const key = { idempotencyKey: bill.id, billId: bill.id };
      return { request: { claim, previewHash, tenders, actor, ...key }, given: bill.tender.given };
    });
    if (outcome?.is === "refused") taking.tell({ is: "refusal", refusal: outcome.refusal });
    if (outcome?.is === "stale") {
      taking.tell({ is: "stale" });
      preview.askAgain();
    }
  };
  return () => inBackground(confirm());
}

function useParking({
  store,
  taking,
  isOpen,
  begin,
}: {
  readonly store: BillStore;
  readonly taking: Taking;
  readonly isOpen: boolean;
  readonly begin: () => Bill;
}): Pick<Desk, "park" | "resume"> {
  const ask = useAsk();
  return {
    park: () => {
      const park = async (): Promise<void> => {
        await store.settleDown();
        store.start(begin());
        taking.tell({ is: "parked" });
      };
      if (isOpen && !isEmpty(store.bill)) inBackground(park());
    },
    resume: (content) => {
      const resume = async (): Promise<void> => {
        await store.settleDown();
        const next = await resumed(ask, content, begin().begunAt);
        if (next !== null) store.start(next);
        taking.tell(null);
      };
      if (isOpen) inBackground(resume());
    },
  };
}
