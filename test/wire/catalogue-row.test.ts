import * as fc from "fast-check";
import { expect, test } from "vitest";

import { itemKinds } from "../../src/rules/schema-parts.ts";
import { judgedRow, parseCatalogueLine } from "../../src/wire/catalogue-file.ts";

const day = fc.constantFrom("2024-01-01", "2024-02-30", "2024-02-29", "null", "");
const price = fc.constantFrom("12.50", "0", "-1.00", "1e3", "12.1234567", "null", "", "12345678901");
const columns = [
  fc.constantFrom("XD00001", "null", "", "X".repeat(50), "X".repeat(51)),
  fc.constantFrom("6900000000001", "null", ""),
  fc.constantFrom("阿莫西林胶囊", "null", "", "名".repeat(200), "名".repeat(201)),
  fc.constantFrom("AMXL", "null", ""),
  fc.constantFrom(...itemKinds, "null", "food", "constructor"),
  fc.constantFrom("01", "02", "03", "04", "null", "__proto__"),
  price,
  price,
  fc.constantFrom("0", "0.1", "1.0", "0.12345", "null", ""),
  fc.constantFrom("0", "1", "2", "null"),
  fc.constantFrom("0", "1", "2", "null"),
  day,
  day,
  fc.constantFrom("1", "999999999999999", "9999999999999999", "-1", "null", ""),
];
const plain =
  "XD00001\tnull\t阿莫西林胶囊\tAMXL\tdrug\t01\t12.50\tnull\t0.1\t0\t1\t2024-01-01\tnull\t1".split("\t");

test("a row that is read by hand is read as the schema reads it, and what the schema refuses is refused", () => {
  expect(parseCatalogueLine(plain.join("\t"), 1)).toEqual(judgedRow(plain, 1));
  const changed = fc
    .tuple(fc.tuple(...columns), fc.array(fc.nat(columns.length - 1), { maxLength: 3 }))
    .map(([cells, places]) => plain.map((cell, at) => (places.includes(at) ? (cells[at] ?? "") : cell)));
  const rows = fc.oneof(changed, fc.array(fc.constantFrom(...plain), { minLength: 12, maxLength: 16 }));
  let read = 0;
  fc.assert(
    fc.property(rows, (cells) => {
      const parsed = parseCatalogueLine(cells.join("\t"), 1);
      expect(parsed).toEqual(judgedRow(cells, 1));
      if (parsed.ok) read += 1;
    }),
    { numRuns: 3000 },
  );
  expect(read).toBeGreaterThan(300);
});
