import { describe, expect, test } from "vitest";

import { resultJson } from "../../src/settle/result.ts";
import { shippedBook } from "../shipped-packs.ts";
import type { Row } from "../table.ts";
import { table } from "../table.ts";
import type { Given } from "./case-claim.ts";
import { claimOf } from "./case-claim.ts";
import { createDesk } from "./run-claim.ts";

/** The demonstration's tables by level (示范参数), each cell seen in a bill of its own. */
const book = shippedBook("demo");
const levels = ["community", "1", "unrated", "2", "3", "provincial"];
const chinaGrid = { "person.employer": "东风汽车集团有限公司" };

const people: Readonly<Record<string, Given>> = {
  active: { "person.status": "active" },
  retired: { "person.status": "retired" },
  resident: { "person.population": "resident" },
};

function splitOf(plan: string, bills: readonly Given[]): Readonly<Record<string, string>> {
  const desk = createDesk(book, { carry: true });
  const answers = bills.map((bill) => desk(claimOf(plan, { ...chinaGrid, ...bill })));
  const last = answers.at(-1);
  if (last?.ok !== true) throw new Error("refused");
  return resultJson(last.settlement).split;
}

/** Whole percents of whole yuan, in yuan with two decimals. */
function percentOf(percent: number, yuan: number): string {
  const fen = percent * yuan;
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
}

function cells(row: Row): [level: string, cell: string][] {
  return levels.map((level) => [level, row[level] ?? ""]);
}

describe("inpatient: deductible of the first stay / of the second at that level, percent", () => {
  test.each(
    table(`
      plan              who       community   1           unrated     2           3            provincial
      hubei-provincial  active    200/100/92  300/150/92  300/150/92  600/300/90  900/450/88   900/450/86
      hubei-provincial  retired   200/100/94  300/150/94  300/150/94  600/300/92  900/450/90   900/450/88
      shiyan            active    200/200/92  200/200/92  200/200/92  500/300/88  1000/800/85  1000/800/85
      shiyan            retired   200/200/94  200/200/94  200/200/94  500/300/90  1000/800/87  1000/800/87
      daye              active    200/200/92  300/300/90  300/300/90  500/500/88  800/800/85   1000/1000/80
      daye              retired   200/200/94  300/300/92  300/300/92  500/500/90  800/800/87   1000/1000/82
      daye              resident  200/200/85  300/300/80  300/300/80  500/500/70  800/800/60   1000/1000/55
      jingmen           active    200/100/92  300/150/90  300/150/90  500/250/88  800/400/85   1000/500/80
      jingmen           retired   200/100/94  300/150/92  300/150/92  500/250/90  800/400/87   1000/500/82
      jingmen           resident  200/100/85  300/150/80  300/150/80  500/250/70  800/400/60   1000/500/55
    `),
  )("$plan, $who", (row) => {
    for (const [level, cell] of cells(row)) {
      const [first = 0, second = 0, percent = 0] = cell.split("/").map(Number);
      const stay = {
        medType: "21",
        "institution.level": level,
        items: ["10000.00"],
        ...people[row["who"] ?? ""],
      };
      const seen = [[stay], [stay, stay]].map((stays) => {
        const { deductible, basic } = splitOf(row["plan"] ?? "", stays);
        return { level, deductible, basic };
      });
      const expected = [first, second].map((deductible) => ({
        level,
        deductible: `${deductible}.00`,
        basic: percentOf(percent, 10_000 - deductible),
      }));
      expect(seen).toEqual(expected);
    }
  });
});

describe("outpatient, pharmacy and chronic above the deductible, percent", () => {
  test.each(
    table(`
      plan              kind        who       community  1   unrated  2   3   provincial
      hubei-provincial  outpatient  active    85         80  80       70  60  60
      hubei-provincial  outpatient  retired   85         80  80       70  60  60
      hubei-provincial  pharmacy    active    65         65  65       65  65  65
      hubei-provincial  dispensary  active    85         80  80       70  60  60
      hubei-provincial  chronic     active    92         92  92       90  88  86
      hubei-provincial  chronic     retired   94         94  94       92  90  88
      shiyan            chronic     active    80         80  80       80  80  80
      shiyan            chronic     retired   85         85  85       85  85  85
      hengyang          pharmacy    retired   70         70  70       70  70  70
      daye              outpatient  active    80         80  80       70  60  60
      daye              outpatient  retired   85         85  85       75  65  65
      daye              outpatient  resident  50         50  50       50  50  50
      daye              pharmacy    active    80         80  80       70  60  60
      daye              pharmacy    retired   85         85  85       75  65  65
      daye              pharmacy    resident  50         50  50       50  50  50
      daye              chronic     retired   80         80  80       80  80  80
      jingmen           outpatient  active    75         75  75       65  55  55
      jingmen           outpatient  retired   80         80  80       70  60  60
      jingmen           pharmacy    active    65         65  65       65  65  65
      jingmen           pharmacy    retired   65         65  65       65  65  65
      jingmen           chronic     resident  60         60  60       60  60  60
    `),
  )("$plan, $kind, $who", (row) => {
    const visits: Readonly<Record<string, (level: string) => Given>> = {
      outpatient: (level) => ({ "institution.level": level }),
      // At a pharmacy the prescriber's level is asked where a level matters.
      pharmacy: (level) => ({
        medType: "41",
        "institution.type": "pharmacy",
        prescription: { issuerLevel: level, issuedOn: "2024-05-10" },
      }),
      dispensary: (level) => ({
        medType: "41",
        "institution.level": level,
        prescription: { issuerLevel: level, issuedOn: "2024-05-10" },
      }),
      chronic: (level) => ({
        medType: "14",
        diseases: "M01600",
        "institution.level": level,
        items: ["A 100.00 chronic"],
      }),
    };
    for (const [level, percent] of cells(row)) {
      const visit = visits[row["kind"] ?? ""]?.(level);
      const given = {
        items: ["100.00"],
        used: "outpatient.deductible 9999.00",
        ...people[row["who"] ?? ""],
        ...visit,
      };
      expect({ level, basic: splitOf(row["plan"] ?? "", [given])["basic"] }).toEqual({
        level,
        basic: percentOf(Number(percent), 100),
      });
    }
  });
});

describe("limits, one fen before the end", () => {
  const chronic = { medType: "14", diseases: "M01600", items: ["A 100.00 chronic"] };
  const sale = {
    medType: "41",
    "institution.type": "pharmacy",
    prescription: { issuerLevel: "1", issuedOn: "2024-05-10" },
  };
  const bills: Readonly<Record<string, Given>> = {
    visit: {},
    sale,
    chronic,
    stay: { medType: "21", items: ["5000.00"] },
  };

  test.each(
    table(`
      plan              bill     who       used                                                        fund
      hubei-provincial  sale     active    outpatient.deductible 2400.00, outpatient.fund 5999.99      basic
      hubei-provincial  stay     active    major.burden 50000.00, major.fund 399999.99                 majorMedical
      shiyan            chronic  active    chronic.fund 19999.99                                       basic
      shiyan            chronic  active    basic.fund 149999.99                                        basic
      shiyan            stay     active    major.burden 50000.00, major.fund 299999.99                 majorMedical
      hengyang          sale     active    outpatient.fund 1499.99                                     basic
      hengyang          sale     retired   outpatient.fund 1999.99                                     basic
      daye              sale     active    outpatient.deductible 200.00, outpatient.fund 1999.99       basic
      daye              visit    resident  outpatient.fund 399.99                                      basic
      daye              sale     resident  outpatient.fund 399.99                                      basic
      daye              chronic  active    chronic.fund 4999.99                                        basic
      daye              chronic  active    basic.fund 149999.99                                        basic
      daye              chronic  resident  basic.fund 119999.99                                        basic
      daye              stay     active    major.burden 50000.00, major.fund 299999.99                 majorMedical
      daye              stay     resident  major.burden 50000.00, major.fund 299999.99                 majorMedical
      jingmen           visit    active    outpatient.deductible 400.00, outpatient.fund 2499.99       basic
      jingmen           sale     active    outpatient.deductible 400.00, outpatient.fund 2499.99       basic
      jingmen           visit    resident  outpatient.fund 499.99                                      basic
      jingmen           sale     resident  outpatient.fund 499.99                                      basic
      jingmen           chronic  active    basic.fund 149999.99                                        basic
      jingmen           chronic  resident  basic.fund 119999.99                                        basic
      jingmen           stay     active    major.burden 50000.00, major.fund 299999.99                 majorMedical
      jingmen           stay     resident  major.burden 50000.00, major.fund 299999.99                 majorMedical
    `),
  )("$plan, a $bill, $who: $used", ({ plan = "", bill = "", who = "", used, fund = "" }) => {
    expect(splitOf(plan, [{ ...bills[bill], ...people[who], used }])[fund]).toBe("0.01");
  });

  test.each(
    table(`
      plan              who       line      burden   paid
      hubei-provincial  active    20000.00  1392.00  1252.80
      shiyan            active    12000.00  1600.00  1280.00
      daye              active    15000.00  1430.00  1144.00
      daye              resident  12000.00  2480.00  1488.00
      jingmen           active    15000.00  1430.00  1144.00
      jingmen           resident  12000.00  2480.00  1488.00
    `),
  )(
    "$plan, $who: major-medical pays from the first fen above $line",
    ({ plan = "", who = "", line = "", burden, paid }) => {
      // A level-3 stay of 5000: what the basic fund leaves is all above the line, or but for one fen.
      const stay = { ...bills["stay"], ...people[who] };
      const whole = splitOf(plan, [{ ...stay, used: `major.burden ${line}` }]);
      const below = (Number(line) * 100 - 100) / 100;
      const short = splitOf(plan, [{ ...stay, used: `major.burden ${below.toFixed(2)}` }]);
      expect({ burden: left(whole["inScope"], whole["basic"]), paid: whole["majorMedical"] }).toEqual({
        burden,
        paid,
      });
      // one yuan below the line takes one yuan's share
      expect(left(whole["majorMedical"], short["majorMedical"])).toBe(
        { "hubei-provincial": "0.90", resident: "0.60" }[who === "resident" ? who : plan] ?? "0.80",
      );
    },
  );
});

function left(a = "", b = ""): string {
  return ((Math.round(Number(a) * 100) - Math.round(Number(b) * 100)) / 100).toFixed(2);
}
