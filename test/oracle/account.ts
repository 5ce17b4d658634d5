import type { ClaimJson } from "./claim-json.ts";
import { aboveZero, fenFromText, halfUp, least } from "./fraction.ts";
import type { Line } from "./visit.ts";
import { owedOn, sumOf } from "./visit.ts";

export type SettledPart = { readonly lines: readonly Line[]; readonly fund: bigint; readonly fixed: boolean };

/** 第十二、十三条: what an account never pays for at this kind of place. */
function mayNotPay(claim: ClaimJson, kind: string): boolean {
  if (claim.institution.type === "hospital") return kind === "wellness";
  return kind !== "drug" && kind !== "device" && kind !== "consumable";
}

/** Account and family part of the personal part; the rest is cash. */
export function payFromAccounts(
  claim: ClaimJson,
  personal: bigint,
  parts: readonly SettledPart[],
): { readonly account: bigint; readonly family: bigint } {
  if (!claim.account.use) return { account: 0n, family: 0n };
  const owed = parts.reduce((sum, part) => sum + owedOutOfReach(claim, part), 0n);
  const { requested } = claim.account;
  const payable = aboveZero(personal - owed);
  const wanted = requested === undefined ? payable : least(payable, fenFromText(requested));
  const account = least(wanted, fenFromText(claim.account.balance));
  return { account, family: least(wanted - account, familyBalance(claim)) };
}

export function familyBalance(claim: ClaimJson): bigint {
  return claim.account.family.reduce((sum, member) => sum + fenFromText(member.balance), 0n);
}

function owedOutOfReach(claim: ClaimJson, part: SettledPart): bigint {
  if (!part.lines.some((line) => mayNotPay(claim, line.item.kind))) return 0n;
  const shares = spread(part);
  return part.lines.reduce(
    (sum, line, index) => (mayNotPay(claim, line.item.kind) ? sum + owedOn(line, shares[index] ?? 0n) : sum),
    0n,
  );
}

/**
 * The fund money of a benefit over its lines by in-scope.
 *
 * Each share is rounded half-up and never passes what is left; the last line that has anything in scope takes the rest,
 * because a remainder on a line without in-scope money would be lost.
 */
function spread(part: SettledPart): bigint[] {
  const whole = sumOf(part.lines, (line) => line.inScope);
  const last = part.lines.findLastIndex((line) => line.inScope > 0n);
  let left = part.fund;
  return part.lines.map((line, index) => {
    if (line.inScope === 0n) return 0n;
    const rounded = halfUp({ top: part.fund * line.inScope, bottom: whole });
    const most = part.fixed ? left : least(left, line.inScope);
    const share = index === last ? left : least(rounded, most);
    left -= share;
    return share;
  });
}
