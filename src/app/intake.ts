import type { Json } from "../base/canonical-json.ts";
import { canonicalJson } from "../base/canonical-json.ts";
import type { ClaimJson } from "../ledger/kept-claim.ts";
import { settlementText } from "../ledger/same-money.ts";
import type { RulesInForce } from "../rules/rules-in-force.ts";
import type { Claim } from "../settle/claim.ts";
import { parseClaim } from "../settle/claim.ts";
import { claimInvalid } from "../settle/preconditions.ts";
import type { Settlement } from "../settle/settlement.ts";
import type { Facts } from "../settle/tally.ts";
import type { Ground } from "./ground.ts";
import { accept } from "./ground.ts";
import type { Preview, Result, Sale } from "./terminal.ts";

/** A claim that can be settled here, as received and as parsed. */
export interface Intake {
  readonly json: ClaimJson;
  readonly claim: Claim;
  /** The claim as canonical JSON: what is hashed and stored. */
  readonly text: string;
  readonly rules: RulesInForce | null;
  readonly personKey: Buffer;
}

/** Reads a claim, or says everything that is wrong with it. */
export function takeIn(ground: Ground, sale: Sale): Result<Intake> {
  // Once through JSON: what a caller inside the process may hold beside it (undefined, a date) is gone or refused.
  const json: unknown = sale.claim === undefined ? null : JSON.parse(JSON.stringify(sale.claim));
  const parsed = parseClaim(json);
  if (!parsed.ok) return { ok: false, refusal: claimInvalid(parsed.faults) };
  const { claim } = parsed;
  const here = ground.institution.code;
  if (claim.institution.code !== here) {
    const fault = { path: "institution.code", value: claim.institution.code, reason: `本机构为 ${here}` };
    return { ok: false, refusal: claimInvalid([fault]) };
  }
  return accept({
    json: isRecord(json) ? json : {},
    claim,
    text: isJson(json) ? canonicalJson(json) : "",
    rules: ground.books.current.rulesOn(claim.plan, claim.serviceDate),
    personKey: ground.vault.lookup("person", claim.person.psnNo),
  });
}

/** Whether a value is a claim's outermost shape. */
function isRecord(json: unknown): json is ClaimJson {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** Accumulators as they stand in the ledger. */
export function factsOf(ground: Ground, personKey: Buffer, plan: string): Facts {
  return { before: (id, period) => ground.store.postings.valueOf(personKey, plan, period, id) };
}

/** What the cashier sees, and the mark of everything in it. */
export function previewOf(ground: Ground, intake: Intake, settlement: Settlement): Preview {
  const mark = ground.vault.lookup("request", `${intake.text}\n${settlementText(settlement)}`);
  return { settlement, previewHash: mark.toString("hex") };
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string")
    return true;
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === "object" && Object.values(value).every(isJson);
}
