import { readFileSync } from "node:fs";

import { CORE_SCHEMA, load } from "js-yaml";
import { describe, expect, test } from "vitest";

import { mergeSupplement } from "../../src/rules/merge-supplement.ts";
import type { SourceFile } from "../../src/rules/pack-book.ts";
import { loadPacks } from "../../src/rules/pack-book.ts";
import { parsePack, parseSupplement } from "../../src/rules/parse-pack.ts";
import { resultJson } from "../../src/settle/result.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { createDesk } from "../settle/run-claim.ts";
import type { Parts } from "./sample-pack.ts";
import {
  plainBenefit,
  readPack,
  readSupplement,
  reasonsOf,
  samplePack,
  stated,
  textOf,
} from "./sample-pack.ts";

const guide = readFileSync(new URL("../../docs/writing-a-pack.md", import.meta.url), "utf8");
const blocks = [...guide.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = ""]) => text);

const packs = blocks.filter((text) => text.includes("format: onestop-pack/1"));
const supplements = blocks.filter((text) => text.includes("format: onestop-supplement/1"));
const fragments = blocks.filter((text) => !text.includes("format: "));

test("the guide has a skeleton, a worked example, a supplement, and a fragment for every kind of rule", () => {
  expect([packs.length, supplements.length]).toEqual([2, 1]);
  expect(fragments.length).toBeGreaterThan(8);
});

test.each(packs)("pack %#: what the guide tells to copy has no fault", (text) => {
  expect(reasonsOf(parsePack(text))).toEqual([]);
});

test.each(supplements)("supplement %#", (text) => {
  expect(reasonsOf(parseSupplement(text))).toEqual([]);
});

test.each(fragments)("fragment %#: fits where it belongs", (text) => {
  expect(reasonsOf(parsePack(textOf(withFragment(load(text, { schema: CORE_SCHEMA }) as Parts))))).toEqual(
    [],
  );
});

const partsOfBenefit = new Set(["levels", "deductible", "ratio", "caps", "inBasicCap"]);

/** The plainest pack with the rules of a fragment in their place. */
function withFragment(fragment: Parts): Parts {
  const pack = samplePack();
  if (Object.keys(fragment).every((name) => partsOfBenefit.has(name))) {
    return samplePack({ benefits: [plainBenefit({ id: "inpatient", ...fragment })] });
  }
  const offSite = { ...(pack["offSite"] as Parts), ...(fragment["offSite"] as Parts | undefined) };
  return samplePack({ from: "2024-01-01", ...fragment, offSite });
}

describe("the worked example", () => {
  const file = (name: string, text = ""): SourceFile => ({ name, text, sha256: name });
  const example = file("yangli", packs[1]);

  function settle(bills: readonly Sample[], supplement: SourceFile | null = null): string[] {
    const loaded = loadPacks([example], supplement);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
    const desk = createDesk(loaded.book, { carry: false });
    return bills.map((bill) => {
      const answer = desk(
        sampleClaim({ plan: "yangli", ...bill, institution: { region: "999900", ...bill.institution } }),
      );
      if (!answer.ok) return answer.refusal.code;
      const { basic, personal } = resultJson(answer.settlement).split;
      return `${basic} | ${personal}`;
    });
  }

  const active: Sample = { items: [{ price: "1000.00" }] };
  const retired: Sample = {
    medType: "41",
    institution: { type: "pharmacy", level: "unrated" },
    person: { status: "retired" },
    prescription: { issuerLevel: "3", issuedOn: "2024-05-10" },
    items: [{ price: "800.00" }],
  };
  const diabetic: Sample = {
    medType: "14",
    chronicDisease: "M01600",
    person: { chronicDiseases: [{ code: "M01600", from: "2024-01-01", to: null }] },
    items: [{ price: "250.00", chronicListed: true }],
  };
  const stay: Sample = {
    medType: "21",
    stay: { admitted: "2024-05-01", discharged: "2024-05-10" },
    items: [{ price: "10900.00" }],
  };

  test("gives the amounts that the guide computes by hand", () => {
    const rows = [...guide.matchAll(/^\| .*2024-05-10.* \| (\d+\.\d\d \| \d+\.\d\d) \|$/gm)].map(
      ([, amounts]) => amounts,
    );
    expect(rows).toHaveLength(3);
    expect(settle([active, retired, diabetic])).toEqual(rows);
  });

  test("refuses a stay until the bureau has told the ratio", () => {
    expect(settle([stay])).toEqual(["PACK_VALUE_UNKNOWN"]);
  });

  test("raises its cap in 2025", () => {
    const bills = ["2024-12-31", "2025-01-01"].map((day): Sample => ({
      serviceTime: `${day}T10:00:00+08:00`,
      items: [{ price: "9000.00" }],
    }));
    expect(settle(bills)).toEqual(["2000.00 | 7000.00", "2400.00 | 6600.00"]);
  });

  test("takes the supplement of the guide", () => {
    const loaded = loadPacks([example], file("bureau", supplements[0]));
    expect(loaded).toMatchObject({ ok: true });
  });
});

describe("the faults that the guide explains are those that the checks give", () => {
  const [, listed = ""] = /^\| 检查说 \|.*\n\|---\|---\|\n((?:\|.*\n)+)/m.exec(guide) ?? [];
  const words = [...listed.matchAll(/^\| `([^`]+)`/gm)].map(([, word = ""]) => word);

  const pack = (parts: Parts): string[] => reasonsOf(parsePack(textOf(samplePack(parts))));
  const capFrom = (from: string): Parts => ({
    from: "2024-01-01",
    basicCap: [
      { to: "2024-05-31", status: "unknown", clause: "一" },
      { from, status: "unknown", clause: "二" },
    ],
  });
  const stays = { per: "stay", rows: [{ amount: "500", later: ["300"] }] };
  const causes: Readonly<Record<string, () => string[]>> = {
    类型应为带引号的文本: () => pack({ region: 420300 }),
    未知字段: () => pack({ ratios: [] }),
    "2024-06-01 至 2024-06-30 没有规则": () => pack(capFrom("2024-07-01")),
    与前一版本日期重叠: () => pack(capFrom("2024-05-31")),
    "第 1 行已包含这些条件，永远用不到": () =>
      pack({ basicCap: stated({ rows: [{ amount: "1" }, { level: "3", amount: "2" }] }) }),
    "按比例支付的待遇须写明此项（不知道时写 unknown）": () =>
      pack({ benefits: [plainBenefit({ caps: undefined })] }),
    "状态为 unknown 的版本不得写值": () =>
      pack({ basicCap: [{ status: "unknown", clause: "一", value: { rows: [{ amount: "1" }] } }] }),
    "写了 later 就须写 repeat": () =>
      pack({ benefits: [plainBenefit({ id: "inpatient", deductible: stated(stays) })] }),
    同一待遇重复: () => pack({ benefits: [plainBenefit(), plainBenefit()] }),
    "政策包已载明，补充参数不得改写": () => {
      const known = readPack({ basicCap: stated({ rows: [{ amount: "1" }] }) });
      return reasonsOf(mergeSupplement(known, readSupplement()));
    },
  };

  test("all of them", () => {
    expect(words).toEqual(Object.keys(causes));
  });

  test.each(Object.entries(causes))("%s", (word, reasons) => {
    expect(reasons().join("\n")).toContain(word);
  });
});
