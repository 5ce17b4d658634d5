// node test/centre/bench/drain.ts [sales] [senders]: sales told to a centre on a PostgreSQL server, over HTTP, against
// bare inserts of the rows that they left, fifty to a statement, into the same server in the same run.

import { sql } from "kysely";

import { demoTown } from "../../../src/app/demo-town.ts";
import type { Database } from "../../../src/centre/store/open-database.ts";
import type { Fields } from "../../gateway/knock.ts";
import { fresh } from "../hospital-visit.ts";
import { openTestCentre } from "../test-centre.ts";

const sales = Number(process.argv[2] ?? 1000);
const senders = Number(process.argv[3] ?? 16);
const warmUp = 50;
const batch = 50;
const at = "2024-05-10 09:00:00";
const goods = demoTown()
  .items.filter((item) => item.kind === "service" && item.class === "A")
  .slice(0, 10);

/** A sale of ten lines to one of the people in turn. */
function saleOf(number: number): Fields {
  const who = fresh[number % fresh.length];
  return {
    druginfo: {
      psn_no: who?.psnNo,
      mdtrt_cert_type: "02",
      mdtrt_cert_no: who?.certNo,
      begntime: at,
      medfee_sumamt: "100.00",
      insutype: who?.insutype,
      acct_used_flag: "0",
      med_type: "41",
    },
    drugdetail: goods.map(({ code }, line) => ({
      feedetl_sn: String(line + 1),
      med_list_codg: code,
      fee_ocur_time: at,
      cnt: "1",
      pric: "10.00",
      det_item_fee_sumamt: "10.00",
    })),
  };
}

const tables = ["settlements", "postings", "accumulators", "flow_state", "message_numbers"] as const;

/** @returns how long the rows of the books take to be inserted bare, in milliseconds */
async function bareMs(db: Database): Promise<number> {
  let ms = 0;
  for (const table of tables) {
    const rows = await db.selectFrom(table).selectAll().execute();
    const copy = `bare_${table}` as typeof table;
    await sql`CREATE TABLE ${sql.table(copy)} (LIKE ${sql.table(table)} INCLUDING ALL)`.execute(db);
    const started = performance.now();
    for (let from = 0; from < rows.length; from += batch)
      await db
        .insertInto(copy)
        .values(rows.slice(from, from + batch))
        .execute();
    ms += performance.now() - started;
  }
  return ms;
}

const centre = await openTestCentre("server");
try {
  const pharmacy = { fixmedins_code: "P42030000001" };
  const tell = async (number: number): Promise<void> => {
    const { infcode, err_msg: words } = await centre.ask("2102", saleOf(number), pharmacy);
    if (infcode !== 0) throw new Error(words);
  };
  for (let number = 0; number < warmUp; number += 1) await tell(number);
  let next = warmUp;
  const before = process.cpuUsage();
  const started = performance.now();
  const send = async (): Promise<void> => {
    while (next < sales + warmUp) {
      next += 1;
      await tell(next);
    }
  };
  await Promise.all(Array.from({ length: senders }, send));
  const { user, system } = process.cpuUsage(before);
  const cpuMsPerSale = (user + system) / 1000 / sales;
  const perSecond = (sales * 1000) / (performance.now() - started);
  const barePerSecond = ((sales + warmUp) * 1000) / (await bareMs(centre.centre.db));
  const ratio = perSecond / barePerSecond;
  console.log(JSON.stringify({ sales, senders, perSecond, barePerSecond, ratio, cpuMsPerSale }));
} finally {
  await centre.close();
}
