import type { VerbOutput } from "../../src/gateway/contract.ts";
import { inBackground } from "../parts/in-background.ts";
import { useShift } from "../session/operator.ts";
import type { Bill } from "./bill.ts";
import { codesMissing } from "./bill.ts";
import { cashClaimOf, claimOf } from "./claim-of.ts";
import { cashDue } from "./line-amount.ts";
import type { Notice } from "./notice.ts";
import { personFacts } from "./person-facts.ts";
import type { Request } from "./settle.ts";
import { isTenderWrong, tendersOf } from "./tender.ts";
import type { BillStore } from "./use-bill.ts";
import type { PreviewState } from "./use-preview.ts";
import type { Settling } from "./use-settling.ts";
import type { Taking } from "./use-taking.ts";
import { visitLack } from "./visit.ts";

export interface Confirming {
  readonly store: BillStore;
  readonly settling: Settling;
  readonly taking: Taking;
  readonly institution: VerbOutput<"institution"> | undefined;
  readonly preview: PreviewState;
  readonly takesCash: boolean;
}

/** The one key that settles: what is in the way is said, else the bill goes into the books, once. */
export function useConfirm(confirming: Confirming): () => void {
  const { operator, desk } = useShift();
  const { store, settling, taking, preview } = confirming;
  const { bill } = store;
  const confirm = async (): Promise<void> => {
    if (settling.phase.is === "unknown") {
      await settling.sendAgain();
      return;
    }
    if (settling.phase.is !== "open") return;
    const actor = { operator: operator.id, pharmacist: bill.pharmacist?.id ?? null, desk };
    const ready = requestOf(confirming, actor);
    if (ready.is === "notice") {
      taking.tell(ready.notice);
      return;
    }
    taking.tell(null);
    const outcome = await settling.send(async () => {
      await store.settleDown();
      return { request: ready.request, given: bill.tender.given };
    });
    if (outcome?.is === "refused") taking.tell({ is: "refusal", refusal: outcome.refusal });
    if (outcome?.is === "stale") {
      taking.tell({ is: "stale" });
      preview.askAgain();
    }
  };
  return () => inBackground(confirm());
}

type Ready =
  { readonly is: "request"; readonly request: Request } | { readonly is: "notice"; readonly notice: Notice };

/** What would be sent, or why a bill cannot be confirmed as it stands. */
function requestOf(
  { store: { bill }, institution, preview, takesCash }: Confirming,
  actor: Request["input"]["actor"],
): Ready {
  const notice = (told: Notice): Ready => ({ is: "notice", notice: told });
  if (institution === undefined) return notice({ is: "notReady" });
  const common = { idempotencyKey: bill.id, billId: bill.id, actor };
  if (takesCash) {
    const claim = cashClaimOf(bill, institution);
    if (claim === null) return notice({ is: "notReady" });
    const paid = paidOf(bill, cashDue(bill, preview));
    if (paid.is === "notice") return paid;
    return { is: "request", request: { as: "cash", input: { claim, tenders: paid.tenders, ...common } } };
  }
  const claim = claimOf(bill, institution);
  const lack = lackOf(bill);
  if (lack !== null) return notice(lack);
  if (!preview.isCurrent || preview.value === null || claim === null) {
    const { refusal } = preview;
    return notice(refusal === null ? { is: "notReady" } : { is: "refusal", refusal });
  }
  const { settlement, previewHash } = preview.value;
  const paid = paidOf(bill, settlement.split.cash);
  if (paid.is === "notice") return paid;
  const input = { claim, previewHash, tenders: paid.tenders, ...common };
  return { is: "request", request: { as: "insured", input } };
}

/** How it is paid, once codes, signature and money are there. */
function paidOf(
  bill: Bill,
  due: string,
):
  | { readonly is: "paid"; readonly tenders: Request["input"]["tenders"] }
  | { readonly is: "notice"; readonly notice: Notice } {
  const count = bill.lines.reduce((sum, line) => sum + codesMissing(line), 0);
  if (count > 0) return { is: "notice", notice: { is: "codesMissing", count } };
  const lack = lackOf(bill);
  if (lack !== null) return { is: "notice", notice: lack };
  if (bill.prescription !== null && bill.pharmacist === null)
    return { is: "notice", notice: { is: "unsigned" } };
  const tenders = tendersOf(bill, due);
  return tenders === null || isTenderWrong(bill.tender, due)
    ? { is: "notice", notice: { is: "givenWrong" } }
    : { is: "paid", tenders };
}

/** What of the visit has not been told yet. */
function lackOf(bill: Bill): Notice | null {
  const what = visitLack(bill, personFacts(bill.person?.person ?? {}).diseases);
  if (what !== null) return { is: "visitLacks", what };
  const { proxy } = bill.visit;
  const isShort = proxy !== null && (proxy.name.trim() === "" || proxy.certNo === "");
  return isShort ? { is: "proxyShort" } : null;
}
