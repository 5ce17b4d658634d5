import { settleCash } from "../settle/cash-sale.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { askedOf, openForCommit, storedFor, tendersRefusal } from "./commit.ts";
import type { Ground } from "./ground.ts";
import { accept } from "./ground.ts";
import type { Intake } from "./intake.ts";
import { takeIn } from "./intake.ts";
import { usedCode } from "./judge.ts";
import { finishBill } from "./open-bills.ts";
import { committedOf } from "./read-settlement.ts";
import { ofClaim } from "./sale-draft.ts";
import type { CashRequest, Committed, Result } from "./terminal.ts";
import { writeSettlement } from "./write-settlement.ts";

/** Stands where the desk does not know whose bill it is; nothing is settled for it. */
export const unknownPsnNo = "unknown";

const unknownPerson = {
  psnNo: unknownPsnNo,
  birthDate: "1900-01-01",
  status: "active",
  population: "employee",
  employer: null,
  assistance: null,
  coverageFrom: "1900-01-01",
  chronicDiseases: [],
  inpatientStay: null,
};
const unknownAccount = { use: false, balance: "0.00", family: [] };

/** Sells for cash now; the whole claim is kept, so that it can be settled on its service date later (domain §7 A). */
export function commitCash(ground: Ground, request: CashRequest): Result<Committed> {
  const taken = takeIn(ground, { claim: withSomebody(request.claim) });
  if (!taken.ok) return taken;
  const written = ground.store.write(() => commitInside(ground, request, taken.value));
  return written.ok ? accept(committedOf(ground, written.value)) : written;
}

function withSomebody(claim: unknown): unknown {
  if (typeof claim !== "object" || claim === null || "person" in claim) return claim;
  return { plan: "unknown", account: unknownAccount, ...claim, person: unknownPerson };
}

function commitInside(ground: Ground, request: CashRequest, intake: Intake): Result<SettlementRow> {
  const asked = askedOf(ground, { ...request, msgid: null }, `cash\n${intake.mark}`);
  const known = storedFor(asked);
  if (known !== null) return accept(known);
  const { claim, rules } = intake;
  const refusal = usedCode(ground, claim);
  if (refusal !== null) return { ok: false, refusal };
  const now = openForCommit(ground, asked);
  if (!now.ok) return now;
  const settlement = settleCash(claim, rules, { explain: false });
  const unpaid = tendersRefusal(request.tenders, settlement.split.cash);
  if (unpaid !== null) return { ok: false, refusal: unpaid };
  const row = writeSettlement(ground, {
    ...ofClaim(ground, intake),
    mode: "cash",
    settlement,
    supplementSha256: null,
    named: [],
    replaces: null,
    idempotencyKey: asked.key,
    requestHash: asked.hash,
    msgid: null,
    actor: request.actor,
    tenders: request.tenders,
    nowMs: now.value,
  });
  finishBill(ground, request);
  return accept(row);
}
