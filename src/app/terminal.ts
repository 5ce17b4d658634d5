import type { Fen } from "../base/money.ts";
import type { Refusal } from "../settle/refusal.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { Apart } from "../store/durable.ts";
import type { TerminalCode } from "./terminal-code.ts";

/** The world said no. */
export interface Refused {
  readonly code: Refusal["code"] | TerminalCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refused };

/** What identifies a person at the desk, by its national code: 01 QR token or offline voucher, 02 ID number, 03 card number with its serial. */
export interface Credential {
  readonly type: "01" | "02" | "03";
  readonly number: string;
  readonly cardSn: string | null;
}

/** A person as the desk knows them. Personal values leave the store only here. */
export interface Identified {
  readonly psnNo: string;
  readonly name: string;
  readonly certNo: string;
  readonly plan: string;
  readonly insutype: string;
  /** The `person` of a claim (contract §2), as of the dated snapshot. */
  readonly person: Readonly<Record<string, unknown>>;
  readonly account: { readonly balance: Fen; readonly asOf: string };
  /** Relatives whose accounts may help and are held here, in the order in which they are asked. */
  readonly family: readonly FamilyAccount[];
  /** Accumulators of the current year as they stand here. */
  readonly accumulators: Readonly<Record<string, number>>;
  readonly factsAsOf: string;
}

export interface FamilyAccount {
  readonly relation: string;
  readonly psnNo: string;
  readonly balance: Fen;
  readonly asOf: string;
}

/** Who does it, at which desk. */
export interface Actor {
  readonly operator: string;
  readonly pharmacist: string | null;
  readonly desk: string;
}

/** A claim (contract §2 JSON) to be settled; class, limit and ratio of its items come from the catalogue by the caller. */
export interface Sale {
  readonly claim: unknown;
}

export interface Preview {
  readonly settlement: Settlement;
  /** Changes whenever anything that the cashier confirms would come out differently. */
  readonly previewHash: string;
}

export interface CommitRequest extends Sale {
  readonly idempotencyKey: string;
  /** null: the caller confirms whatever comes out (a HIS that settles without a preview). */
  readonly previewHash: string | null;
  /** A message id given by a HIS; null: the terminal mints one. */
  readonly msgid: string | null;
  readonly tenders: readonly Tender[];
  readonly actor: Actor;
  /** The open bill of the actor's desk that this finishes: it is gone with the commit. */
  readonly billId?: string;
}

/** How cash was paid. */
export interface Tender {
  readonly kind: TenderKind;
  readonly amount: Fen;
}

export type TenderKind = "cash" | "bankCard" | "wechat" | "alipay";

/**
 * A sale paid wholly in cash for now (domain §7 A). Of a person whom the desk does not know the claim leaves out plan,
 * person and account; whoever settles it says who it was.
 */
export type CashRequest = Omit<CommitRequest, "previewHash" | "msgid">;

/** What a cash sale is settled with instead of what its claim said: of the plan, the person, the account. */
export interface Correction {
  readonly plan?: string;
  readonly person?: Readonly<Record<string, unknown>>;
  readonly account?: Readonly<Record<string, unknown>>;
}

export interface ResettleQuestion {
  /** As printed on the slip of the cash sale. */
  readonly code: string;
  readonly correction: Correction | null;
}

export interface ResettleRequest extends ResettleQuestion {
  readonly idempotencyKey: string;
  readonly previewHash: string | null;
  readonly actor: Actor;
  /** Of the settlement; that the cash sale is taken back tells nobody but these books. */
  readonly msgid: string | null;
}

export interface ResettlePreview extends Preview {
  readonly cashSale: Committed;
  /** What each pays against the cash sale: funds above zero, cash below. */
  readonly net: Settlement["split"];
  /** What is handed back, by the way it was paid. */
  readonly back: readonly Tender[];
}

export interface Resettled {
  readonly reversal: Committed;
  readonly settled: Committed;
  readonly net: Settlement["split"];
  readonly back: readonly Tender[];
}

/** A bill that a desk has begun; what it is made of is the screens' affair. */
export interface OpenBill {
  readonly id: string;
  readonly desk: string;
  readonly keptAt: string;
  readonly content: unknown;
}

/** A settlement as it stands in the ledger. */
export interface Committed {
  readonly settlementId: string;
  /** Its order in the ledger, from 1. */
  readonly number: number;
  readonly msgid: string;
  /** Its amounts as they were paid; lines and steps are those of the desk's own computation. */
  readonly settlement: Settlement;
  readonly committedAt: string;
  readonly psnNo: string;
  readonly medType: string;
  readonly kind: "sale" | "reversal";
  /** cash: no insurance settlement; its slip says so. */
  readonly mode: "insured" | "cash";
  /** Whether it was paid otherwise than the desk had computed it: as the centre has it, accepted. */
  readonly isAdjusted: boolean;
  /** Under which a cash sale is settled later; null for everything else. */
  readonly resettleCode: string | null;
  /** The settlement this one reverses, or the reversal that took this one back. */
  readonly reverses: string | null;
  readonly reversedBy: string | null;
  /** The insurance that it is booked under, where the books know that apart from the person. */
  readonly insutype?: string;
  /** none: the centre is told nothing of a cash sale. */
  readonly messageState: "none" | "pending" | "sent" | "confirmed" | "rejected" | "unknown";
}

export interface ReverseRequest {
  readonly settlementId: string;
  readonly idempotencyKey: string;
  readonly msgid: string | null;
  readonly actor: Actor;
}

export interface RefundRequest extends ReverseRequest {
  /** Item ids and quantities to give back. */
  readonly items: readonly { readonly id: string; readonly qty: string }[];
  /** What was confirmed; without it, whatever comes out. */
  readonly previewHash?: string | null;
}

export interface RefundPreview extends Pick<Preview, "previewHash"> {
  /** What is kept, as it would stand; null when nothing is. */
  readonly remainder: Settlement["split"] | null;
  /** What each pays against the original: below zero is given back. */
  readonly net: Settlement["split"];
  /** What is handed back, by the way it was paid. */
  readonly back: readonly Tender[];
}

export interface Refunded {
  readonly reversal: Committed;
  readonly remainder: Committed | null;
  readonly net: Settlement["split"];
}

/** Sums of a period. Reversals are rows of their own, their amounts below zero. */
export interface PeriodTotal {
  readonly insutype: string;
  readonly plan: string;
  readonly medType: string;
  readonly kind: Committed["kind"];
  readonly count: number;
  readonly total: Fen;
  readonly inScope: Fen;
  readonly fundTotal: Fen;
  readonly account: Fen;
  readonly family: Fen;
  readonly cash: Fen;
}

/** A settlement as a statement lists it. */
export interface LedgerEntry {
  readonly settlementId: string;
  readonly msgid: string;
  readonly psnNo: string;
  readonly insutype: string;
  readonly plan: string;
  readonly medType: string;
  readonly kind: Committed["kind"];
  readonly reverses: string | null;
  readonly cash?: Fen;
  /** Where the books flag it in statements otherwise than by its kind. */
  readonly listedAsRefund?: boolean;
  /** Where the books themselves know the visit that it belongs to. */
  readonly visitId?: string;
  readonly total: Fen;
  readonly fundTotal: Fen;
  readonly account: Fen;
}

/** An application for the money of a period. Days are days of commit. */
export interface ClearingRequest {
  readonly id: string;
  readonly clearingType: string;
  readonly clearingWay: string | null;
  /** yyyyMM */
  readonly month: string;
  readonly from: string;
  readonly to: string;
  readonly visits: number;
  readonly total: Fen;
  /** What the insurance recognises, as the institution tells it. */
  readonly recognised: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly cash: Fen;
  readonly actor: Actor;
}

/** What `verify` found wrong: which settlement, accumulator or audit entry, and how it differs. */
export interface Finding {
  readonly what: "settlement" | "accumulator" | "audit" | "message" | "person" | "day" | "file";
  readonly id: string;
  readonly reason: string;
}

export interface CatalogueItem {
  readonly code: string;
  readonly barcode: string | null;
  readonly name: string;
  readonly pinyin: string;
  readonly kind: string;
  readonly class: "A" | "B" | "C";
  readonly price: string;
  readonly priceLimit: string | null;
  readonly selfPayRatio: string;
  readonly chronicListed: boolean;
  readonly dualChannel: boolean;
}

/** The verbs of a terminal: the same behind the window, the browser and the plugin door. */
export interface Terminal {
  readonly institution: {
    readonly code: string;
    readonly name: string;
    readonly type: "hospital" | "pharmacy";
    readonly level: string;
    readonly region: string;
    readonly designations: readonly string[];
  };
  readonly identify: (credential: Credential) => Result<Identified>;
  readonly personByNo: (psnNo: string) => Result<Identified>;
  readonly findItem: (code: string, serviceDate: string) => Result<CatalogueItem>;
  /** By code, barcode, name or pinyin initials; at most `limit`. */
  readonly searchItems: (query: string, limit: number) => readonly CatalogueItem[];
  readonly preview: (sale: Sale) => Result<Preview>;
  readonly commit: (request: CommitRequest) => Result<Committed>;
  readonly reverse: (request: ReverseRequest) => Result<Committed>;
  readonly refund: (request: RefundRequest) => Result<Refunded>;
  /** Undoes a reversal: the reversed claim is settled again, where it still comes out the same. */
  readonly restore: (request: ReverseRequest) => Result<Committed>;
  readonly commitCash: (request: CashRequest) => Result<Committed>;
  readonly resettlePreview: (question: ResettleQuestion) => Result<ResettlePreview>;
  /** Takes a cash sale back and settles its claim on the service date, together or not at all. */
  readonly resettle: (request: ResettleRequest) => Result<Resettled>;
  /** Keeps a bill under its id, or what it has become; it comes back after a crash. */
  readonly keepBill: (bill: Omit<OpenBill, "keptAt">) => void;
  /** A desk's open bills, the one that was kept last first. */
  readonly openBills: (desk: string) => readonly OpenBill[];
  readonly dropBill: (bill: Pick<OpenBill, "id" | "desk">) => void;
  readonly settlement: (settlementId: string) => Result<Committed>;
  readonly settlementByMsgid: (msgid: string) => Result<Committed>;
  /** What became of a request whose answer was lost: the settlement under its idempotency key. */
  readonly settlementByKey: (idempotencyKey: string) => Result<Committed>;
  /** The settlement that took the place of a reversed one: what a refund left of it, or it again after `restore`. */
  readonly successorOf: (settlementId: string) => Result<Committed>;
  readonly settlementsOf: (query: {
    readonly psnNo: string | null;
    readonly day: string | null;
    readonly limit: number;
  }) => readonly Committed[];
  /** Sums of the settlements committed from one day to another, both counted. */
  readonly totals: (period: { readonly from: string; readonly to: string }) => readonly PeriodTotal[];
  /** Those settlements one by one, in the order of the ledger. */
  readonly entries: (period: { readonly from: string; readonly to: string }) => readonly LedgerEntry[];
  readonly requestClearing: (application: ClearingRequest) => Result<string>;
  readonly cancelClearing: (id: string, actor: Actor) => Result<string>;
  /**
   * Small durable values of multi-step flows of the plugin door (a visit's registration, its details …).
   *
   * @param owner  whose it is: `statesOf` lists it
   */
  readonly keepState: (kind: string, id: string, value: unknown, owner?: string) => void;
  /**
   * Runs several works, each of verbs as one: all of what it writes is in the books when this returns, or nothing. The
   * works wait for the disk once; one that throws leaves the others as they are.
   *
   * @throws StoreError when a fault of the disk ended them all
   */
  readonly each: <T>(works: readonly (() => T)[]) => readonly Apart<T>[];
  readonly readState: (kind: string, id: string) => unknown;
  /** What is somebody's: the `limit` newest, in the order in which they were first kept. */
  readonly statesOf: (
    owner: string,
    limit: number,
  ) => readonly { readonly kind: string; readonly value: unknown }[];
  readonly dropState: (kind: string, id: string) => void;
  /** Drops some of what was last kept before a moment (milliseconds since 1970). @returns how many; 0: none are left */
  readonly pruneState: (kind: string, beforeMs: number) => number;
  readonly verify: () => Generator<Finding>;
  /** The same in threads of its own, while the other verbs go on; in no order. Closing the terminal ends it. */
  readonly verifyBeside: () => AsyncGenerator<Finding>;
  readonly backup: (toFile: string) => void;
  readonly close: () => void;
}
