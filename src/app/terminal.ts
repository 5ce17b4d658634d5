import type { Fen } from "../base/money.ts";
import type { Refusal } from "../settle/refusal.ts";
import type { Settlement } from "../settle/settlement.ts";

/** Codes that only the terminal can give, after those of the settlement, in the order of domain §11. */
export type TerminalCode =
  | "TRACE_CODE_REQUIRED"
  | "TRACE_CODE_USED"
  | "CLOCK_WENT_BACK"
  | "DAY_CLOSED"
  | "IDEMPOTENCY_CONFLICT"
  | "PREVIEW_STALE"
  | "ALREADY_REVERSED"
  | "LATER_SETTLEMENTS_DEPEND"
  | "SETTLEMENT_NOT_FOUND"
  | "PERSON_NOT_FOUND"
  | "ITEM_NOT_FOUND";

/** The world said no. */
export interface Refused {
  readonly code: Refusal["code"] | TerminalCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refused };

/** What identifies a person at the desk, by its national code: 01 QR token, 02 ID number, 03 card number with its serial. */
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
  /** Accumulators of the current year as they stand here. */
  readonly accumulators: Readonly<Record<string, number>>;
  readonly factsAsOf: string;
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
  readonly tenders: readonly {
    readonly kind: "cash" | "bankCard" | "wechat" | "alipay";
    readonly amount: Fen;
  }[];
  readonly actor: Actor;
}

/** A settlement as it stands in the ledger. */
export interface Committed {
  readonly settlementId: string;
  /** Its order in the ledger, from 1. */
  readonly number: number;
  readonly msgid: string;
  readonly settlement: Settlement;
  readonly committedAt: string;
  readonly psnNo: string;
  readonly medType: string;
  readonly kind: "sale" | "reversal";
  /** The settlement this one reverses, or the reversal that took this one back. */
  readonly reverses: string | null;
  readonly reversedBy: string | null;
  readonly messageState: "pending" | "sent" | "confirmed" | "rejected" | "unknown";
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
}

export interface Refunded {
  readonly reversal: Committed;
  readonly remainder: Committed | null;
  readonly net: Settlement["split"];
}

/** What `verify` found wrong: which settlement, accumulator or audit entry, and how it differs. */
export interface Finding {
  readonly what: "settlement" | "accumulator" | "audit" | "message" | "person" | "file";
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
  readonly settlement: (settlementId: string) => Result<Committed>;
  readonly settlementByMsgid: (msgid: string) => Result<Committed>;
  readonly settlementsOf: (query: {
    readonly psnNo: string | null;
    readonly day: string | null;
    readonly limit: number;
  }) => readonly Committed[];
  /** Small durable values of multi-step flows of the plugin door (a visit's registration, its details …). */
  readonly keepState: (kind: string, id: string, value: unknown) => void;
  readonly readState: (kind: string, id: string) => unknown;
  readonly dropState: (kind: string, id: string) => void;
  readonly verify: () => Generator<Finding>;
  readonly backup: (toFile: string) => void;
  readonly close: () => void;
}
