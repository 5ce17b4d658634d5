import { describe, expect, test } from "vitest";

import { civilDate } from "../../src/base/civil-date.ts";
import { shippedBook, shippedPackFiles } from "../../src/cli/pack-files.ts";
import type { RulesInForce } from "../../src/rules/rules-in-force.ts";
import type { Row } from "../table.ts";
import { table } from "../table.ts";
import type { PlainPack } from "./plain-reading.ts";
import { readPlainly, versionsOn } from "./plain-reading.ts";
import { pathOf, show, wordsOf } from "./rule-words.ts";

/** What a plan's text says on a day: a rule, to whom, its value, how sure it is, its clause. */
export interface SeedTable {
  readonly plan: string;
  readonly on: string;
  readonly rows: string;
}

/** Rules that are read from the file itself: no bill asks for them by their source. */
const plainRules = ["rounding", "fundOrder", "routing", "diseases"];

/**
 * Checks what is written in the tables against the pack, and that the pack states nothing which is not in the tables:
 * a number that nobody has compared with the text is not shipped as stated.
 */
export function checkSeed(plan: string, tables: readonly SeedTable[]): void {
  const plain = plainPack(plan);
  const rows = tables.flatMap(({ on, rows: text }) => table(text).map((row): Row => ({ ...row, on })));

  describe(`${plan}: each value is there with its status and clause`, () => {
    test.each(rows)("$on $rule $who", ({ on = "", rule = "", who = "", value, status, clause }) => {
      expect(wordsIn(plain, on, rule, who)).toEqual({ value, status, clause });
    });
  });

  test(`${plan}: nothing is called stated or public that was not compared with a text`, () => {
    const compared = new Set(
      rows.map(({ on = "", rule = "" }) => `${pathOf(rule)} ${versionKey(plain, pathOf(rule), on)}`),
    );
    const claimed = [...plain.rules].flatMap(([path, versions]) =>
      versions
        .filter(({ status }) => status === "stated" || status === "public")
        .map(({ from }) => `${path} ${from}`),
    );
    expect(claimed.filter((one) => !compared.has(one))).toEqual([]);
  });
}

function versionKey(plain: PlainPack, path: string, on: string): string {
  const [version] = versionsOn(plain.rules.get(path) ?? [], on);
  return version?.from ?? "no version";
}

export function plainPack(plan: string): PlainPack {
  const pack = shippedPackFiles()
    .map(({ text }) => readPlainly(text))
    .find((one) => one.plan === plan);
  if (pack === undefined) throw new Error(`no pack of ${plan}`);
  return pack;
}

interface Words {
  readonly value: string;
  readonly status: string;
  readonly clause: string;
}

function wordsIn(plain: PlainPack, on: string, rule: string, who: string): Words {
  const path = pathOf(rule);
  if (!plainRules.some((name) => path.endsWith(name))) return wordsOf(rulesOn(plain.plan, on), rule, who);
  const [version] = versionsOn(plain.rules.get(path) ?? [], on);
  const { status = "none", clause = "none", value } = version ?? {};
  return { value: path === "routing" ? routeWords(value) : show(value), status, clause };
}

/** Only where each row leads: the conditions are tried by whole bills. */
function routeWords(value: unknown): string {
  return (value as readonly { readonly to: string }[]).map(({ to }) => to).join(",");
}

const shipped = shippedBook(null);

function rulesOn(plan: string, on: string): RulesInForce {
  const rules = shipped.rulesOn(plan, civilDate(on));
  if (rules === null) throw new Error(`no rules of ${plan} on ${on}`);
  return rules;
}
