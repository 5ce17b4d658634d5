import type { Fen } from "../../base/money.ts";
import type { Settlement, Split } from "../../settle/settlement.ts";
import type { PerTender } from "../supervision.ts";
import type { Committed, Terminal } from "../terminal.ts";

/**
 * What stands of a settlement, as its slip must say it: only what the centre has confirmed may be called a settlement of the
 * insurance without a word beside it (domain §6, §7).
 */
export type Standing = "confirmed" | "awaiting" | "unknown" | "rejected" | "provisional" | "cash";

/** One line of the bill as it was sold and split. */
export interface SlipLine {
  readonly name: string;
  readonly code: string;
  readonly class: "A" | "B" | "C";
  readonly qty: string;
  readonly price: string;
  readonly amount: Fen;
  readonly ownPay: Fen;
  readonly overLimit: Fen;
  readonly selfPayFirst: Fen;
  readonly inScope: Fen;
  readonly benefit: Settlement["lines"][number]["benefit"];
  readonly traceCodes: readonly string[];
}

/** What a slip says; every amount is one that the ledger holds. */
export interface Slip {
  readonly standing: Standing;
  readonly kind: Committed["kind"];
  /** Which print this is, from 1; null: a preview, which is no print. */
  readonly copy: number | null;
  readonly institution: Pick<Terminal["institution"], "code" | "name" | "type" | "level">;
  readonly person: {
    /** Masked; null where the books do not know them. */
    readonly name: string | null;
    /** null: nobody was named. */
    readonly psnNo: string | null;
    readonly certNo: string | null;
  };
  readonly plan: { readonly id: string; readonly name: string | null };
  readonly population: "employee" | "resident" | null;
  readonly status: string | null;
  readonly medType: string;
  readonly serviceDate: string;
  readonly lines: readonly SlipLine[];
  /** As they were paid. */
  readonly split: Split;
  /** Whether these are the centre's amounts, accepted, instead of the desk's own. */
  readonly isAdjusted: boolean;
  readonly draws: Settlement["draws"];
  readonly movements: Settlement["movements"];
  readonly tenders: PerTender | null;
  readonly notes: Settlement["notes"];
  readonly supplement: string | null;
  /** What a claim at the employer needs, where its layer is not settled here. */
  readonly manual: { readonly inScope: Fen; readonly paid: Fen; readonly inScopeUnpaid: Fen } | null;
  /** What it differs by from the settlement whose place it took; null where it took none. */
  readonly net: Split | null;
  readonly clauses: readonly string[];
  readonly pack: string;
  readonly settlementId: string;
  readonly msgid: string;
  readonly resettleCode: string | null;
  /** The settlement that this one takes back. */
  readonly reverses: string | null;
  /** The settlement whose place it took. */
  readonly replaces: string | null;
  /** The reversal that has taken this one back since. */
  readonly reversedBy: string | null;
  readonly operator: string;
  readonly pharmacist: string | null;
  readonly desk: string;
  readonly committedAt: string;
}

/** How a settlement stands. @param isProvisional  the funds' part was handed out before the centre has answered (domain §7 B) */
export function standingOf(one: Pick<Committed, "mode" | "messageState">, isProvisional: boolean): Standing {
  if (one.mode === "cash") return "cash";
  switch (one.messageState) {
    case "confirmed":
      return "confirmed";
    case "rejected":
      return "rejected";
    case "unknown":
      return isProvisional ? "provisional" : "unknown";
    case "none":
    case "pending":
    case "sent":
      return isProvisional ? "provisional" : "awaiting";
  }
}
