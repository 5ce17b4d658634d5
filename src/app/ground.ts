import type { MsgidBlock } from "../ledger/msgid.ts";
import type { Store } from "../store/open-store.ts";
import type { Books } from "./books.ts";
import type { Claims } from "./claims.ts";
import type { Clock } from "./clock.ts";
import type { OutboxSeal } from "./outbox-seal.ts";
import type { SettledBefore } from "./settled-before.ts";
import type { Refused, Result, Terminal } from "./terminal.ts";
import type { Vault } from "./vault.ts";
import type { Verifiers } from "./voucher-signature.ts";

/** What the verbs of one terminal stand on. */
export interface Ground {
  readonly store: Store;
  readonly vault: Vault;
  readonly outbox: OutboxSeal;
  readonly books: Books;
  readonly clock: Clock;
  readonly claims: Claims;
  readonly settledBefore: SettledBefore;
  readonly verifiers: Verifiers;
  readonly institution: Terminal["institution"];
  /** Reads the institution again after it was changed. */
  readonly reloadInstitution: () => void;
  readonly block: MsgidBlock;
  /** Where the state of the line is kept: every sale looks at it. */
  readonly lineKey: Buffer;
}

/** Written with every settlement: by which program it was computed. */
export const engineVersion = "0.1.0";

export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function decline(
  code: Refused["code"],
  message: string,
  details: Refused["details"],
): { readonly ok: false; readonly refusal: Refused } {
  return { ok: false, refusal: { code, message, details } };
}
