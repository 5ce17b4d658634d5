import { formatUsed } from "../settle/accumulator-id.ts";
import { voucherPrefix } from "../wire/offline-voucher.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import type { FoundSettlement, History } from "./history.ts";
import { maskName } from "./papers/mask.ts";
import { identify } from "./people.ts";
import type { Identified, Result } from "./terminal.ts";

/** What an insured person may see of themselves, and nothing by which they could be found again. */
export interface OwnRecords {
  readonly name: string;
  readonly plan: string;
  readonly factsAsOf: string;
  readonly account: Identified["account"];
  /** Relatives whose accounts may help: how they are related, and how old that is; not what they have. */
  readonly family: readonly { readonly relation: string; readonly asOf: string }[];
  readonly accumulators: Readonly<Record<string, string>>;
  readonly diseases: readonly { readonly code: string; readonly from: string; readonly to: string | null }[];
  /** The newest, with nothing of who served them. */
  readonly settlements: readonly Omit<FoundSettlement, "name" | "operator" | "desk" | "number">[];
}

/** What the self-service page asks, whoever stands there. */
export interface SelfService {
  /** By what was scanned or read from a card, from these books alone; nothing is written. */
  readonly ownRecords: (scanned: string) => Result<OwnRecords>;
}

const settlementsMax = 20;

/** @source seed 003, measure 17 */
export function selfServiceOf(
  ground: Ground,
  { findSettlements }: Pick<History, "findSettlements">,
): SelfService {
  return {
    ownRecords: (scanned) => {
      // A voucher is good for one sale: looking at it here must not use it up.
      if (scanned.startsWith(voucherPrefix))
        return decline("NOT_SUPPORTED", "脱机凭据只能在收费台使用，请改用医保电子凭证或社会保障卡", {});
      const found = firstOf(ground, scanned);
      if (found === null)
        return decline("PERSON_NOT_FOUND", "本机没有对应的参保信息，请核对凭证，或到窗口咨询", {});
      const query = { psnNo: found.psnNo, day: null, id: null, traceCode: null, amount: null, state: null };
      const settled = findSettlements({ ...query, limit: settlementsMax });
      return settled.ok ? accept(ownOf(found, settled.value)) : settled;
    },
  };
}

/** An electronic credential or a card: an identity number is no secret, and opens nothing here. */
function firstOf(ground: Ground, number: string): Identified | null {
  for (const type of ["01", "03"] as const) {
    const found = identify(ground, { type, number, cardSn: null });
    if (found.ok) return found.value;
  }
  return null;
}

function ownOf(found: Identified, settled: readonly FoundSettlement[]): OwnRecords {
  const { name, plan, factsAsOf, account, family, accumulators, person } = found;
  return {
    name: maskName(name),
    plan,
    factsAsOf,
    account,
    family: family.map(({ relation, asOf }) => ({ relation, asOf })),
    accumulators: Object.fromEntries(
      Object.entries(accumulators).map(([id, value]) => [id, formatUsed(id, value)]),
    ),
    diseases: diseasesOf(person["chronicDiseases"]),
    settlements: settled.map(
      ({ name: _name, operator: _operator, desk: _desk, number: _number, ...own }) => own,
    ),
  };
}

/** The facts of a claim as a region tells them; what is not in their form is not shown. */
function diseasesOf(listed: unknown): OwnRecords["diseases"] {
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((one: unknown) => {
    if (typeof one !== "object" || one === null || !("code" in one) || !("from" in one)) return [];
    const { code, from } = one;
    if (typeof code !== "string" || typeof from !== "string") return [];
    return [{ code, from, to: "to" in one && typeof one.to === "string" ? one.to : null }];
  });
}
