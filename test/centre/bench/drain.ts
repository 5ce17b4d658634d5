// node test/centre/bench/drain.ts [sales] [senders]: sales told to a centre, in a process of its own on a PostgreSQL server,
// by the client of the desks, against bare inserts of the rows that they left, fifty to a statement, into the same server in
// the same run.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sql } from "kysely";

import { z } from "zod";

import { shanghaiDay } from "../../../src/app/clock.ts";
import { demoTown } from "../../../src/app/demo-town.ts";
import { demoPharmacy } from "../../../src/centre/open-demo.ts";
import type { Database } from "../../../src/centre/store/open-database.ts";
import { openDatabase } from "../../../src/centre/store/open-database.ts";
import { cpuMillis } from "../../../src/cli/bench/serving.ts";
import { startOnestop } from "../../../src/cli/own-process.ts";
import { plainAdapter } from "../../../src/line/adapters/plain.ts";
import { openLine } from "../../../src/line/client.ts";
import { parseCentreAnswer } from "../../../src/wire/centre-answer.ts";
import { formatMsgid } from "../../../src/wire/msgid.ts";
import type { Fields } from "../../gateway/knock.ts";
import { envelopeOf } from "../../gateway/knock.ts";
import { fresh } from "../hospital-visit.ts";
import { startPostgres } from "../postgres-server.ts";

// As many as an outage leaves: the first thousand of a process are for the most part its code being compiled.
const sales = Number(process.argv[2] ?? 5000);
/** Eight desks that come back from an outage, with eight messages each on the way. */
const senders = Number(process.argv[3] ?? 64);
const warmUp = 50;
const batch = 50;
const at = `${shanghaiDay(Date.now())} 00:00:01`;
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

/** Processor time of those that share the machine, in milliseconds. The server has a process for every connection. */
function cpuOf(centrePid: number) {
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8").trim().split(" ");
  const postgres = [server.pid, ...children.map(Number)].reduce((sum, pid) => sum + cpuMillis(pid), 0);
  return { centre: cpuMillis(centrePid), postgres, desk: cpuMillis(process.pid) };
}

const said = z.object({ url: z.string(), token: z.string() });
const signedIn = z.object({ sign_no: z.string() });

const server = await startPostgres();
const dir = mkdtempSync(join(tmpdir(), "onestop-drain-"));
const centre = await startOnestop(["centre", "--data", dir, "--demo", "--database-url", server.url]);
try {
  const { url, token } = said.parse(centre.hello);
  const adapter = plainAdapter(token);
  const client = openLine({ url, adapter, now: Date.now, connectionsMax: senders });
  const startedMs = Date.now();
  let serial = 0;
  const tell = async (infno: string, input: unknown, more: Fields = {}) => {
    serial += 1;
    const msgid = formatMsgid(
      demoPharmacy.code,
      startedMs + Math.floor(serial / 10_000) * 1000,
      serial % 10_000,
    );
    const envelope = { ...envelopeOf({ institution: demoPharmacy }, infno, msgid), ...more, input };
    const sent = await client.send(JSON.stringify({ ...envelope, input }));
    const answer = sent.kind === "answered" ? parseCentreAnswer(sent.body) : null;
    if (answer?.infcode !== "done") throw new Error(answer?.message ?? sent.kind);
    return answer.output;
  };
  const { signinoutb } = await tell("9001", { signIn: { opter_no: "C001", mac: "", ip: "" } });
  const signed = signedIn.parse(signinoutb);
  const sell = async (number: number): Promise<void> => void (await tell("2102", saleOf(number), signed));
  for (let number = 0; number < warmUp; number += 1) await sell(number);
  let next = warmUp;
  const before = cpuOf(centre.pid);
  const started = performance.now();
  const send = async (): Promise<void> => {
    while (next < sales + warmUp) {
      next += 1;
      await sell(next);
    }
  };
  await Promise.all(Array.from({ length: senders }, send));
  client.close();
  const perSecond = (sales * 1000) / (performance.now() - started);
  const after = cpuOf(centre.pid);
  const cpuMsPerSale = {
    centre: (after.centre - before.centre) / sales,
    postgres: (after.postgres - before.postgres) / sales,
    desk: (after.desk - before.desk) / sales,
  };
  const db = await openDatabase(dir, server.url);
  const barePerSecond = ((sales + warmUp) * 1000) / (await bareMs(db));
  await db.destroy();
  const ratio = perSecond / barePerSecond;
  console.log(JSON.stringify({ sales, senders, perSecond, barePerSecond, ratio, cpuMsPerSale }));
} finally {
  await centre.stop();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}
