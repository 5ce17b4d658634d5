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

/** Two people each of whom may use the other's account. */
const couple = present(
  fresh
    .map(
      (one) => [one, fresh.find((other) => one.family.some(({ psnNo }) => psnNo === other.psnNo))] as const,
    )
    .find(([one, other]) => other?.family.some(({ psnNo }) => psnNo === one.psnNo) === true),
  "a couple",
);

describe.each(databases)("messages that are answered together on the %s database", (database) => {
  let centre: TestCentre;
  beforeAll(async () => {
    centre = await openTestCentre(database);
  }, 300_000);
  afterAll(async () => await centre.close(), 120_000);

  test("two who share their accounts never spend the same money, in one transaction", async () => {
    const people = couple.map((one) => present(one, "one of a couple"));
    const signed = { sign_no: await centre.signOn(hospital.code) };
    const texts: string[] = [];
    for (const who of people) {
      // More than both accounts hold.
      const { bill } = await openVisit(centre, who, { amount: "60000.00", account: "1" });
      const head = envelopeOf({ institution: hospital }, "2207", centre.newMsgid());
      texts.push(JSON.stringify({ ...head, ...signed, input: bill }));
    }
    const answers = await answerMessages(centre.centre, texts);
    expect(answers.map(({ answer }) => [answer.infcode, answer.err_msg])).toEqual([
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
