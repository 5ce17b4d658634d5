import type { Fault } from "../../src/base/faults.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";

/** A claim that has every field there is, and no fault. */
export function validClaim(): Record<string, unknown> & { readonly items: readonly unknown[] } {
  const sample: Sample = {
    plan: "shiyan",
    person: {
      employer: "某某公司",
      assistance: "orphan",
      chronicDiseases: [{ code: "M01600", from: "2020-01-01", to: "2030-12-31" }],
      inpatientStay: { from: "2024-06-01", to: "2024-06-05" },
    },
    prescription: { issuerLevel: "3", issuedOn: "2024-05-10", validDays: 3 },
    account: {
      use: true,
      balance: "10.00",
      family: [{ relation: "spouse", balance: "5" }],
      requested: "1.5",
    },
    visitId: "V1",
    stay: { admitted: "2024-05-01", discharged: "2024-05-10" },
    chronicDisease: "M01600",
    maternity: {
      kind: "birth",
      pregnancyId: "G1",
      payer: { psnNo: "H1", status: "active", coverageFrom: "2020-01-01", filedOn: "2024-01-01" },
    },
    birthControl: "iud",
    emergency: false,
    offSite: { recordType: "referral", recordedOn: "2024-01-01", revokedOn: "2025-01-01" },
    submittedOn: "2024-05-10",
    accumulators: { "outpatient.fund": "1.00", "inpatient.stays.3": "2" },
  };
  const claim = sampleClaim(sample);
  const [item] = claim.items;
  const traced = { ...item, traceCodes: ["81000000000000000001"], splitPack: false, traceExempt: "slices" };
  return { ...claim, items: [traced] };
}

/** What is wrong with the valid claim after changes; a key is a path, undefined takes the key out. */
export function faultsFor(changes: Readonly<Record<string, unknown>>): readonly Fault[] {
  const parsed = parseClaim(changedClaim(changes));
  return parsed.ok ? [] : parsed.faults;
}

/** The valid claim after changes: { "items[0].price": "-1" }. */
function changedClaim(changes: Readonly<Record<string, unknown>>): unknown {
  const claim = structuredClone(validClaim());
  for (const [path, value] of Object.entries(changes)) change(claim, path, value);
  return claim;
}

/** An accumulator's id has dots of its own. */
function keysOf(path: string): string[] {
  if (path.startsWith("accumulators.")) return ["accumulators", path.slice("accumulators.".length)];
  return path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
}

function change(claim: object, path: string, value: unknown): void {
  const keys = keysOf(path);
  const last = keys.pop() ?? "";
  const parent = keys.reduce((object, key) => Reflect.get(object, key) as object, claim);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  // Not by assignment: "__proto__" must become a key like any other, as JSON.parse makes it.
  else Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
}
