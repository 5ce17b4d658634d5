import type { Fen } from "../base/money.ts";
import type { Split } from "../settle/settlement.ts";
import type { OperatorRole } from "../base/operator-role.ts";
import type { Result, TenderKind, Terminal } from "./terminal.ts";

/** Who stands for a deed, proved by their PIN, and where they stand. */
export interface Approval {
  readonly operator: string;
  readonly pin: string;
  readonly desk: string;
}

export interface Operator {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
}

export interface ListedOperator extends Operator {
  readonly active: boolean;
  /** Until when no PIN of theirs is looked at; null: not locked. */
  readonly lockedUntil: string | null;
}

export interface NewOperator extends Operator {
  readonly pin: string;
}

/** Who has a shift, and where. */
export interface ShiftOf {
  readonly operator: string;
  readonly desk: string;
}

/** Money by the way it was paid. */
export type PerTender = Readonly<Record<TenderKind, Fen>>;

export interface Shift extends ShiftOf {
  readonly openedAt: string;
  readonly float: Fen;
  /** What the ledger says must be there; of cash with the float. */
  readonly expected: PerTender;
}

export interface ClosedShift extends Shift {
  readonly closedAt: string;
  readonly counted: PerTender;
  /** Counted less expected. */
  readonly difference: PerTender;
}

/** What one plan and medical type came to on a day, reversals taken off. */
export interface DayGroup {
  readonly plan: string;
  readonly medType: string;
  readonly mode: "insured" | "cash";
  readonly sales: number;
  readonly reversals: number;
  readonly split: Split;
}

/** A day in sums. */
export interface DaySums {
  readonly sales: number;
  readonly reversals: number;
  readonly groups: readonly DayGroup[];
  readonly split: Split;
  readonly tenders: PerTender;
}

/** What is not finished now, whatever day it is of; a close carries it over. */
export interface Unfinished {
  /** Messages that the centre has not answered for good. */
  readonly unsent: number;
  readonly openBills: readonly { readonly desk: string; readonly count: number }[];
  readonly openShifts: readonly (ShiftOf & { readonly openedAt: string })[];
}

export interface DayTotals extends DaySums {
  readonly day: string;
  /** null: still open. */
  readonly closedAt: string | null;
  readonly unfinished: Unfinished;
}

/** A file as it came: its name for messages, its text. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

export interface NewRules {
  /** Each takes the place of the pack with its plan and first day, or comes to those in use. */
  readonly files: readonly RuleFile[];
  /** keep: the one in use stays; none: from now on nothing is filled in. */
  readonly supplement: RuleFile | "keep" | "none";
  readonly approval: Approval;
}

/** A pack or supplement in use. */
export interface UsedFile {
  readonly kind: "pack" | "supplement";
  readonly id: string;
  readonly name: string;
  /** Of a pack; null for a supplement. */
  readonly from: string | null;
  readonly to: string | null;
  readonly sha256: string;
  readonly receivedAt: string;
}

export type InstitutionChange = Pick<Terminal["institution"], "code" | "name" | "level" | "designations"> & {
  readonly approval: Approval;
};

/** An entry of the audit chain as a screen shows it. */
export interface AuditEntry {
  readonly number: number;
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly operator: string;
  readonly desk: string;
}

/** The verbs beside selling: who may do what, shifts, the end of a day, the rules in use. */
/** How the terminal stands, for the edge of every screen. */
export interface DeskState {
  /** The engine's clock, in Shanghai: pages go by it, whatever their own says. */
  readonly now: string;
  /** Rules of the demonstration are in use: nothing that is settled here is real. */
  readonly demo: boolean;
  /** Messages that the centre has not answered. */
  readonly unsent: number;
}

export interface Supervised {
  readonly deskState: () => DeskState;
  readonly signIn: (approval: Approval) => Result<Operator>;
  readonly operators: () => readonly ListedOperator[];
  /** By an administrator; the first operator of all must be one, and is added without approval. */
  readonly addOperator: (added: NewOperator, approval: Approval | null) => Result<ListedOperator>;
  /** One's own PIN, or another's by an administrator. */
  readonly changePin: (id: string, pin: string, approval: Approval) => Result<ListedOperator>;
  readonly changeRole: (id: string, role: Operator["role"], approval: Approval) => Result<ListedOperator>;
  readonly setOperatorActive: (id: string, active: boolean, approval: Approval) => Result<ListedOperator>;
  /** After too many wrong PINs; by a supervisor or administrator. */
  readonly unlockOperator: (id: string, approval: Approval) => Result<ListedOperator>;
  /** After CLOCK_WENT_BACK: the clock has been looked at and is right. */
  readonly confirmClock: (approval: Approval) => Result<{ readonly confirmedAt: string }>;
  readonly openShift: (shift: ShiftOf & { readonly float: Fen }) => Result<Shift>;
  readonly currentShift: (of: ShiftOf) => Shift | null;
  /** `countedBy`: who counted, where it was not whoever hands over. */
  readonly closeShift: (
    shift: ShiftOf & { readonly counted: PerTender; readonly countedBy?: string },
  ) => Result<ClosedShift>;
  readonly dayTotals: (day: string) => DayTotals;
  /** Seals a day: no settlement is written on it or before it from now on. */
  readonly closeDay: (day: string, approval: Approval) => Result<DayTotals>;
  readonly rulesInUse: () => readonly UsedFile[];
  readonly takeIntoUse: (rules: NewRules) => Result<readonly UsedFile[]>;
  readonly changeInstitution: (change: InstitutionChange) => Result<Terminal["institution"]>;
  /** Newest first, from an entry back; null: from the newest. */
  readonly auditLog: (page: {
    readonly from: number | null;
    readonly limit: number;
  }) => readonly AuditEntry[];
  /** For idle time: moves what was written into the file, so that no commit has to. */
  readonly tidyUp: () => void;
  /** Reads the packs in use, where `openTerminal` was to leave that for later. @throws StoreError when one is damaged */
  readonly readRules: () => void;
}
