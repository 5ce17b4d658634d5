import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { present } from "../../src/base/assert.ts";
import { answerMessages } from "../../src/centre/answer-message.ts";
import { firstQuestion } from "../../src/centre/store/first-question.ts";
import { isBetween } from "../../src/centre/store/read-periods.ts";
import { envelopeOf } from "../gateway/knock.ts";
import { fresh, openVisit } from "./hospital-visit.ts";
import type { TestCentre } from "./test-centre.ts";
import { databases, openTestCentre } from "./test-centre.ts";

const hospital = { code: "H42030000001", name: "十堰示范医院", region: "420300" };

/** People each of whom may use the other's account. */
const couples = fresh.flatMap((one) => {
  const other = fresh.find(({ psnNo }) => one.family.some((kin) => kin.psnNo === psnNo));
  return other?.family.some(({ psnNo }) => psnNo === one.psnNo) === true && one.psnNo < other.psnNo
    ? [[one, other] as const]
    : [];
});

describe.each(databases)("messages that are answered together on the %s database", (database) => {
  let centre: TestCentre;
  beforeAll(async () => {
    centre = await openTestCentre(database);
  }, 300_000);
  afterAll(async () => await centre.close(), 120_000);

  /** Of both messages what was refused, if anything. */
  const answerBoth = async (inputs: readonly (readonly [infno: string, input: object])[]) => {
    const signed = { sign_no: await centre.signOn(hospital.code) };
    const texts = inputs.map(([infno, input]) => {
      const head = envelopeOf({ institution: hospital }, infno, centre.newMsgid());
      return JSON.stringify({ ...head, ...signed, input });
    });
    const answers = await answerMessages(centre.centre, texts);
    return answers.map(({ answer }) => [answer.infcode, answer.err_msg]);
  };

  test("two who share their accounts never spend the same money, in one transaction", async () => {
    const people = present(couples[0], "a couple");
    const inputs = [];
    for (const who of people) {
      // More than both accounts hold.
      const { bill } = await openVisit(centre, who, { amount: "60000.00", account: "1" });
      inputs.push(["2207", bill] as const);
    }
    expect(await answerBoth(inputs)).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const { db } = centre.centre;
    const psnNos = people.map(({ psnNo }) => psnNo);
    const made = await db
      .selectFrom("settlements")
      .select([sql<string>`xmin::text`.as("transaction"), "account_fen", "family_fen"])
      .where("psn_no", "in", psnNos)
      .execute();
    expect(made).toHaveLength(2);
    expect(new Set(made.map(({ transaction }) => transaction)).size).toBe(1);
    const drawn = made.reduce((sum, one) => sum + one.account_fen + one.family_fen, 0);
    expect(drawn).toBe(people.reduce((sum, { balance }) => sum + balance, 0));
    const left = await db.selectFrom("persons").select("balance_fen").where("psn_no", "in", psnNos).execute();
    expect(left).toEqual([{ balance_fen: 0 }, { balance_fen: 0 }]);
    expect((await centre.control("check")).body).toMatchObject({ accounts: 0, accumulators: 0 });
  });

  test("whose account is drawn on by one may file at once: neither is lost", async () => {
    const [buyer, holder] = present(couples[1], "another couple");
    const { bill } = await openVisit(centre, buyer, { amount: "60000.00", account: "1" });
    const days = { begndate: "2024-05-10", enddate: null };
    const data = { psn_no: holder.psnNo, ...days, biz_appy_type: "03", fixmedins_code: hospital.code };
    const inputs = [["2207", bill] as const, ["2505", { data }] as const];
    expect(await answerBoth(inputs)).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const kept = await centre.centre.db
      .selectFrom("persons")
      .select(["balance_fen", "filings", "facts"])
      .where("psn_no", "=", holder.psnNo)
      .executeTakeFirstOrThrow();
    expect(kept.balance_fen).toBe(0);
    expect(JSON.parse(kept.filings)).toMatchObject([{ kind: "designation", what: hospital.code }]);
    expect(JSON.parse(kept.facts)).toMatchObject({ psnNo: holder.psnNo });
    expect((await centre.control("check")).body).toMatchObject({ accounts: 0 });
  });

  test("a settlement is found by its message and not among its institution's, in books that are new", async () => {
    const value = centre.newMsgid();
    const scope = { institution: hospital.code, psnNo: "991001000000" };
    const asked = firstQuestion([{ scope, wants: [{ kind: "settlement", by: "msgid", value }] }]);
    const { rows } = await sql<Record<string, string>>`EXPLAIN ${asked}`.execute(centre.centre.db);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(/settlements_psn_no_institution_msgid_key/);
    expect(plan).not.toMatch(/settlements_by_day/);
  });

  test("the settlements of some days are found by their days", async () => {
    const plan = await centre.centre.db.transaction().execute(async (work) => {
      // So few rows are read as they lie unless that is forbidden.
      await sql`SET LOCAL enable_seqscan = off`.execute(work);
      const days = { institution: hospital.code, from: "2024-05-01", to: "2024-05-31" };
      const asked = sql<Record<string, string>>`EXPLAIN SELECT 1 FROM settlements
        WHERE institution = ${hospital.code} AND ${isBetween("settlements", days)}`;
      const { rows } = await asked.execute(work);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toMatch(/settlements_by_day/);
    expect(plan).toMatch(/Index Cond: .*>= 'H42030000001 2024-05-01'/);
  });
});
