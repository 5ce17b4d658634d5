import { moneyPattern } from "../../src/base/money.ts";
import type { VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import type { Bill, BillLine, Person } from "./bill.ts";
import { serviceTimeOf, visitClaim } from "./visit.ts";

type Claim = VerbInput<"preview">["claim"];
type Institution = VerbOutput<"institution">;

/** What the engine is asked to settle; null while the bill lacks a person or an item. */
export function claimOf(bill: Bill, institution: Institution): Claim | null {
  return bill.lines.length === 0 ? null : claimWith(bill, institution, bill.lines.map(itemOf));
}

/** What is kept of a bill that is paid in cash, so that it can be settled later; nobody need be known for it. */
export function cashClaimOf(bill: Bill, institution: Institution): Claim | null {
  if (bill.person !== null) return claimOf(bill, institution);
  if (bill.lines.length === 0) return null;
  return { ...placeOf(bill, institution), prescription: bill.prescription, items: bill.lines.map(itemOf) };
}

/** A claim over one cheap service: its steps tell how full the person's accumulators are, before anything is rung up. */
export function probeOf(bill: Bill, institution: Institution): Claim | null {
  const probe = {
    id: "1",
    code: "PROBE",
    name: "额度查询",
    kind: "service",
    class: "A",
    qty: "1",
    price: "0.01",
    priceLimit: null,
    selfPayRatio: "0",
    chronicListed: bill.chronicDisease !== null,
    dualChannel: false,
  };
  return claimWith(bill, institution, [probe]);
}

function claimWith(bill: Bill, institution: Institution, items: readonly unknown[]): Claim | null {
  const { person } = bill;
  if (person === null) return null;
  return {
    ...placeOf(bill, institution),
    plan: person.plan,
    person: person.person,
    prescription: bill.prescription,
    items,
    account: accountOf(bill, person),
    ...(bill.chronicDisease === null ? {} : { chronicDisease: bill.chronicDisease }),
    ...(bill.offSite === null ? {} : { offSite: bill.offSite }),
  };
}

/** The accounts that may help, and with how much. */
function accountOf({ usesAccount, visit }: Bill, { account, family }: Person): unknown {
  const relatives = family.filter(({ psnNo }) => !visit.familyOut.includes(psnNo));
  const isLimited = usesAccount && moneyPattern.test(visit.accountMost);
  return {
    use: usesAccount,
    balance: account.balance,
    family: relatives.map(({ relation, balance, psnNo }) => ({ relation, balance, psnNo })),
    ...(isLimited ? { requested: visit.accountMost } : {}),
  };
}

function placeOf(bill: Bill, { code, type, level, region, designations }: Institution): Claim {
  return {
    claimId: bill.id,
    serviceTime: serviceTimeOf(bill.begunAt, bill.visit, bill.medType),
    medType: bill.medType,
    ...visitClaim(bill.visit, bill.medType, bill.begunAt),
    institution: { code, type, level, region, designations },
  };
}

function itemOf({ id, item, qty, splitPack, traceCodes, traceExempt }: BillLine): unknown {
  return {
    id,
    code: item.code,
    name: item.name,
    kind: item.kind,
    class: item.class,
    qty,
    price: item.price,
    priceLimit: item.priceLimit,
    selfPayRatio: item.selfPayRatio,
    chronicListed: item.chronicListed,
    dualChannel: item.dualChannel,
    ...(traceCodes.length === 0 ? {} : { traceCodes }),
    ...(splitPack ? { splitPack } : {}),
    ...(traceExempt === null ? {} : { traceExempt }),
  };
}
