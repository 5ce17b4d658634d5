import type { SlipCopyRow } from "../../store/slip-copies.ts";
import type { ClosedShift, DayTotals, Shift, ShiftOf } from "../supervision.ts";
import type { Actor, Result, Terminal } from "../terminal.ts";
import type { Slip } from "./slip.ts";

/** One print of a slip. */
export interface SlipCopy {
  readonly copy: number;
  readonly paper: SlipCopyRow["paper"];
  readonly operator: string;
  readonly desk: string;
  readonly issuedAt: string;
  /** issued: handed out to be printed, and nothing heard since; failed: certainly not on paper. */
  readonly outcome: SlipCopyRow["outcome"];
}

export interface ShownSlip {
  readonly slip: Slip;
  readonly copies: readonly SlipCopy[];
}

export interface PrintRequest {
  readonly settlementId: string;
  readonly paper: SlipCopy["paper"];
  readonly actor: Actor;
}

interface OfInstitution {
  readonly institution: Pick<Terminal["institution"], "code" | "name">;
  readonly printedAt: string;
}

/** A day as its sheet says it. */
export interface DaySheet extends OfInstitution {
  readonly totals: DayTotals;
  /** Names of the plans in it; one without is called by its id. */
  readonly planNames: Readonly<Record<string, string>>;
  /** Who closed it, and the seal of the audit chain at that moment; null: it is still open. */
  readonly close: { readonly operator: string; readonly seal: string } | null;
}

/** A shift as its sheet says it. */
export interface ShiftSheet extends OfInstitution {
  readonly shift: Shift | ClosedShift;
}

/** The verbs that give papers something to say. Looking at a paper counts nothing. */
export interface Papers {
  readonly slip: (settlementId: string) => Result<ShownSlip>;
  /** Hands out the slip to be printed, under its own number; the first is the original. */
  readonly printSlip: (request: PrintRequest) => Result<ShownSlip & { readonly copy: number }>;
  /** What became of a print; what is known for good stays. */
  readonly slipOutcome: (told: {
    readonly settlementId: string;
    readonly copy: number;
    readonly outcome: Exclude<SlipCopy["outcome"], "issued">;
  }) => Result<SlipCopy>;
  readonly daySheet: (day: string) => Result<DaySheet>;
  /** The shift that is open; where none is, or `closedUpTo` says so, the last one that was handed over up to then. */
  readonly shiftSheet: (of: ShiftOf & { readonly closedUpTo: string | null }) => Result<ShiftSheet>;
}
