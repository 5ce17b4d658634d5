import { useEffect, useEffectEvent, useMemo, useState } from "react";

import type { VerbOutput } from "../../src/gateway/contract.ts";
import { inBackground } from "../parts/in-background.ts";
import { useAsk, useVerb } from "../rpc/rpc-context.ts";
import { useShift } from "../session/operator.ts";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import type { Bill } from "./bill.ts";
import { isEmpty, newBill } from "./bill.ts";
import { claimOf, probeOf } from "./claim-of.ts";
import { cashDue } from "./line-amount.ts";
import { isResettleCode } from "./resettle-code.ts";
import { resumed, takeUp } from "./take-up.ts";
import type { BillStore } from "./use-bill.ts";
import { useBill } from "./use-bill.ts";
import { useConfirm } from "./use-confirm.ts";
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
  /** The line to the centre; undefined until the engine has told. */
  readonly line: VerbOutput<"lineState"> | undefined;
  /** All of it is paid now: chosen so, or because the centre is away and nothing else was agreed. */
  readonly takesCash: boolean;
  /** Changes between the two; nothing happens where only cash is left. */
  readonly switchCash: () => void;
  /** The key that settles does something now. */
  readonly mayConfirm: boolean;
  /** What the customer pays at the counter; null while it is not known. */
  readonly due: string | null;
  /** The code of a cash sale that is to be settled now. */
  readonly resettling: string | null;
  readonly endResettling: () => void;
  /** What the person could have, before anything is rung up. */
  readonly probe: PreviewState;
  readonly change: BillStore["change"];
  readonly undo: () => void;
  readonly confirm: () => void;
  readonly next: () => void;
  /** The same bill once more, all in cash: the centre did not take it. */
  readonly cashAgain: () => void;
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
  const [resettling, setResettling] = useState<string | null>(null);
  const line = useVerb("lineState", {}, { everyMs: 3000 }).data;
  const takesCash = bill.isCash || line?.mode === "cash";
  const leave = (): void => {
    settling.leave();
    store.start(begin());
  };
  const taking = useTaking(store, () => {
    if (phase.is === "done") leave();
    return isOpen || phase.is === "done";
  });
  const { preview, probe } = useSplit(bill, institution, phase.is === "done");
  const due = takesCash ? cashDue(bill, preview) : (preview.value?.settlement.split.cash ?? null);
  useGoOn({ store, settling, begin });
  return {
    ...taking,
    take: (text) => {
      if (isResettleCode(text) && phase.is !== "settling" && phase.is !== "unknown") setResettling(text);
      else taking.take(text);
    },
    resettling,
    endResettling: () => setResettling(null),
    line,
    takesCash,
    mayConfirm:
      phase.is === "unknown" || (isOpen && bill.lines.length > 0 && (takesCash || bill.person !== null)),
    due,
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
    confirm: useConfirm({ store, settling, taking, institution, preview, takesCash }),
    next: () => {
      if (phase.is !== "done" || performance.now() - phase.atMs < resultMsMin) return;
      taking.tell(null);
      leave();
    },
    ...cashVerbs({ store, settling, begin }),
    ...useParking({ store, taking, isOpen, begin }),
    dismiss: () => taking.tell(null),
  };
}

/** From the insurance to cash and back, and once more in cash what the centre did not take. */
function cashVerbs({
  store,
  settling,
  begin,
}: {
  readonly store: BillStore;
  readonly settling: Settling;
  readonly begin: () => Bill;
}): Pick<Desk, "switchCash" | "cashAgain"> {
  return {
    switchCash: () => {
      if (settling.phase.is === "open") store.change((now) => ({ ...now, isCash: !now.isCash }));
    },
    cashAgain: () => {
      const { id, begunAt } = begin();
      settling.leave();
      store.start({ ...store.bill, id, begunAt, isCash: true });
    },
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
