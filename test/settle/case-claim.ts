import type { ClaimJson, ItemJson } from "../oracle/claim-json.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";

/** What a case says about its claim: the claim's own words, some with a dot before the field, and a few short forms. */
export type Given = Readonly<Record<string, unknown>>;

/**
 * The whole claim of a case. What the case leaves out is the plainest bill there is (sample-claim.ts).
 *
 * Short forms: `day` for a service time at ten in the morning; `items` as texts ("B 120.00 limit=100.00 self=0.1
 * chronic"); `used` for accumulators ("outpatient.deductible 480.00, outpatient.fund 2990.00"); `diseases` for chronic
 * diseases in force since 2020 ("M01600, M03900").
 */
export function claimOf(plan: string, given: Given): ClaimJson {
  const sample: Record<string, unknown> = { plan };
  for (const [key, value] of Object.entries(given)) {
    const [outer = "", inner] = key.split(".");
    if (key === "day") sample["serviceTime"] = `${String(value)}T10:00:00+08:00`;
    else if (key === "items") sample["items"] = (value as string[]).map(itemOf);
    else if (key === "used") sample["accumulators"] = usedOf(String(value));
    else if (key === "diseases") put(sample, "person", { chronicDiseases: diseasesOf(String(value)) });
    else if (key === "prescription") sample["prescription"] = prescriptionOf(value);
    else if (inner === undefined) sample[outer] = value;
    else put(sample, outer, { [inner]: value });
  }
  if ("account" in sample) {
    sample["account"] = Object.assign({ use: true, balance: "0.00", family: [] }, sample["account"]);
  }
  return sampleClaim(sample);
}

function put(sample: Record<string, unknown>, outer: string, fields: object): void {
  sample[outer] = { ...(sample[outer] as object | undefined), ...fields };
}

const classes = new Set(["A", "B", "C"]);

function itemOf(text: string): Partial<ItemJson> {
  const item: Record<string, unknown> = {};
  for (const word of text.split(" ")) {
    const [name = "", value] = word.split("=");
    if (value === undefined) Object.assign(item, flagOf(name));
    else if (name === "limit") item["priceLimit"] = value;
    else if (name === "self") item["selfPayRatio"] = value;
    else if (name === "qty") item["qty"] = value;
    else throw new Error(`"${word}" says nothing of a line`);
  }
  return item;
}

function flagOf(word: string): Partial<ItemJson> {
  if (/^\d/.test(word)) return { price: word };
  if (classes.has(word)) return { class: word };
  if (word === "chronic") return { chronicListed: true };
  if (word === "dual") return { dualChannel: true };
  return { kind: word };
}

function usedOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split(/,\s+/).map((one) => one.split(" ") as [string, string]));
}

function diseasesOf(text: string): object[] {
  return text.split(/,\s+/).map((code) => ({ code, from: "2020-01-01", to: null }));
}

function prescriptionOf(value: unknown): unknown {
  if (value === null) return null;
  const { validDays, ...rest } = value as { validDays?: string };
  return validDays === undefined ? rest : { ...rest, validDays: Number(validDays) };
}
