import type { Pack, Supplement } from "../../src/rules/pack.ts";
import type { Parsed } from "../../src/rules/parse-pack.ts";
import { parsePack, parseSupplement } from "../../src/rules/parse-pack.ts";

/** Parts of a file that a test says; the rest is the plainest pack there is. */
export type Parts = Readonly<Record<string, unknown>>;

/** A rule with one version, stated. */
export function stated(value: unknown): Parts[] {
  return [{ status: "stated", clause: "第一条", value }];
}

/** A rule of which this is our reading. @param readings  others */
export function openPoint(value: unknown, readings: readonly unknown[]): Parts[] {
  const others = readings.map((other, at) => ({ clause: `第一条（读法 ${at + 2}）`, value: other }));
  return [{ status: "unconfirmed", clause: "第一条（我们的读法）", value, readings: others }];
}

/** A rule that nobody has told us. */
export function unknown(): Parts[] {
  return [{ status: "unknown", clause: "未载" }];
}

/** Half of everything, without deductible and cap. */
export function plainBenefit(parts: Parts = {}): Parts {
  return {
    id: "outpatient",
    name: "普通门诊",
    pays: stated({ by: "ratio" }),
    deductible: stated({ per: "none" }),
    ratio: stated({ rows: [{ ratio: "0.50" }] }),
    caps: stated([]),
    inBasicCap: stated(false),
    feedsMajor: stated(false),
    ...parts,
  };
}

export function samplePack(parts: Parts = {}): Parts {
  return {
    format: "onestop-pack/1",
    plan: "sample",
    name: "样例",
    region: "999900",
    from: "2023-01-01",
    to: null,
    rounding: stated("halfUp"),
    sources: [{ id: "样例", title: "样例文件" }],
    populations: ["employee", "resident"],
    home: stated([{ regions: ["9999"] }]),
    fundOrder: stated(["basic", "majorMedical"]),
    benefits: [plainBenefit()],
    basicCap: unknown(),
    majorMedical: unknown(),
    account: stated({
      family: ["spouse"],
      kinds: [
        { institution: "hospital", pays: ["drug", "service"] },
        { institution: "pharmacy", pays: ["drug"] },
      ],
    }),
    offSite: { records: stated(["referral"]), lateInpatient: stated(true), emergency: stated(true) },
    prescription: stated({ validDaysMax: 3, electronicOnly: false }),
    traceCode: stated({ beforeSettlement: false, onReceipt: false, exempt: [] }),
    offline: unknown(),
    ...parts,
  };
}

export function sampleSupplement(parts: Parts = {}): Parts {
  return {
    format: "onestop-supplement/1",
    id: "sample-bureau",
    label: "样例答复",
    official: true,
    source: "样例经办机构",
    signedBy: "样例药店",
    fills: [{ plan: "sample", basicCap: stated({ rows: [{ amount: "150000.00" }] }) }],
    ...parts,
  };
}

/** JSON is YAML, so a test writes its file as an object. */
export function textOf(parts: Parts): string {
  return JSON.stringify(parts);
}

export function readPack(parts: Parts = {}): Pack {
  return valueOf(parsePack(textOf(samplePack(parts))));
}

export function readSupplement(parts: Parts = {}): Supplement {
  return valueOf(parseSupplement(textOf(sampleSupplement(parts))));
}

export function valueOf<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(reasonsOf(parsed).join("\n"));
  return parsed.value;
}

/** What is refused, one text a fault: where, and why. */
export function reasonsOf(parsed: Parsed<unknown>): string[] {
  return parsed.ok ? [] : parsed.faults.map(({ path, reason }) => `${path}：${reason}`);
}
