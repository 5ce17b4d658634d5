import type { PersonFacts } from "../../app/people.ts";
import { civilDate } from "../../base/civil-date.ts";
import { periodOf } from "../../settle/accumulator-id.ts";
import type { Database, Work } from "./open-database.ts";

/** How many people go into one statement. */
const batch = 100;

/** Takes people up with where they stand: balances, and accumulators as opening postings. Who is known stays as they are. */
export async function addPeople(db: Database, people: readonly PersonFacts[]): Promise<void> {
  await db.transaction().execute(async (work) => {
    for (let at = 0; at < people.length; at += batch) await addSome(work, people.slice(at, at + batch));
  });
}

async function addSome(work: Work, told: readonly PersonFacts[]): Promise<void> {
  const added = await work
    .insertInto("persons")
    .values(
      told.map((one) => ({
        psn_no: one.psnNo,
        name: one.name,
        cert_no: one.certNo,
        card_sn: one.cardSn,
        plan: one.plan,
        insutype: one.insutype,
        facts: JSON.stringify(one.person),
        as_of: one.asOf,
        opening_fen: one.balance,
        balance_fen: one.balance,
        filings: "[]",
        last_number: Object.keys(one.accumulators).length === 0 ? 0 : 1,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning("psn_no")
    .execute();
  const numbers = new Set(added.map((row) => row.psn_no));
  const people = told.filter(({ psnNo }) => numbers.has(psnNo));
  if (people.length === 0) return;
  const relatives = people.flatMap(({ psnNo, family }) =>
    family.map((one, seq) => ({ psn_no: psnNo, seq, relation: one.relation, relative_no: one.psnNo })),
  );
  if (relatives.length > 0) await work.insertInto("relatives").values(relatives).execute();
  await work
    .insertInto("credentials")
    .values(people.flatMap(credentialsOf))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await addOpenings(work, people);
}

function credentialsOf({ psnNo, certNo, cardNo, token }: PersonFacts) {
  const shown = [
    { kind: "01", number: token },
    { kind: "02", number: certNo },
    { kind: "03", number: cardNo },
  ];
  return shown.flatMap(({ kind, number }) => (number === null ? [] : [{ kind, number, psn_no: psnNo }]));
}

async function addOpenings(work: Work, people: readonly PersonFacts[]): Promise<void> {
  const openings = people.flatMap((one) =>
    Object.entries(one.accumulators).map(([accumulator, value], seq) => ({
      key: {
        psn_no: one.psnNo,
        plan: one.plan,
        period: periodOf(accumulator, civilDate(one.asOf)),
        accumulator,
      },
      seq,
      value,
    })),
  );
  if (openings.length === 0) return;
  await work
    .insertInto("accumulators")
    .values(openings.map(({ key, value }) => ({ ...key, value })))
    .execute();
  await work
    .insertInto("postings")
    .values(
      openings.map(({ key, seq, value }) => ({
        ...key,
        number: 1,
        seq,
        kind: "opening" as const,
        before_value: 0,
        after_value: value,
      })),
    )
    .execute();
}
