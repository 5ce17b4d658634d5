import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { formatMsgid } from "../../wire/msgid.ts";
import { demoTown } from "../../app/demo-town.ts";
import { makeDirectory } from "../make-directory.ts";
import { benchDir } from "./books.ts";
import type { Figure } from "./figure.ts";
import { atMost } from "./figure.ts";
import { rounded, timesFrom } from "./measure.ts";
import type { ServedBooks } from "./serving.ts";
import { serveBooks } from "./serving.ts";

const clients = 4;
const salesEach = 400;
const warmUpEach = 200;
const lines = 5;
/** About what a commit appends to the log. */
const fsyncBytes = 100_000;

const answered = z.object({ infcode: z.int(), err_msg: z.string() });

/** 2102 over loopback HTTP from four clients at once, beside what the disk alone takes for each. */
export async function* benchHttp(log: (text: string) => void): AsyncGenerator<Figure> {
  const { dir, remove } = benchDir();
  try {
    const data = join(dir, "data");
    makeDirectory(data, { demo: true, institution: null });
    log(`http: ${clients} clients, ${salesEach} sales each of ${lines} lines\n`);
    const served = await serveBooks(data);
    const before = served.cpuMillis();
    const taken = await Promise.all(
      Array.from({ length: clients }, (_, client) => clientTimes(served, client)),
    );
    // What is queued behind others counts as waiting; this is the work of one message, warm-up included.
    const serverMs = (served.cpuMillis() - before) / (clients * (warmUpEach + salesEach));
    await served.stop();
    const times = taken.flat().toSorted((a, b) => a - b);
    const p95 = times[Math.floor(times.length * 0.95)] ?? Number.NaN;
    const fsync = fsyncMillis(dir);
    yield atMost("2102 over HTTP, 4 clients, p95 beyond the fsync", [p95 - fsync, 30], "ms", {
      p50Ms: rounded(timesFrom(times).p50),
      p95Ms: rounded(p95),
      fsyncMs: rounded(fsync),
      serverCpuMs: rounded(serverMs),
    });
  } finally {
    remove();
  }
}

async function clientTimes(served: ServedBooks, client: number): Promise<number[]> {
  const { institution, people, items } = demoTown();
  const insured = people.filter((one) => one.plan === "shiyan" && one.insutype === "310");
  const drugs = items.filter(
    (item) => item.kind === "drug" && item.class === "A" && item.priceLimit === null,
  );
  const times: number[] = [];
  for (let at = 0; at < warmUpEach + salesEach; at += 1) {
    const serial = client * 2500 + at;
    const person = insured[serial % insured.length];
    const begntime = new Date().toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
    const details = Array.from({ length: lines }, (_, line) => {
      const drug = drugs[(serial * 7 + line) % drugs.length];
      return {
        feedetl_sn: String(line + 1),
        med_list_codg: drug?.code,
        fee_ocur_time: begntime,
        cnt: "1",
        pric: drug?.price,
        det_item_fee_sumamt: drug?.price,
        drug_trac_codg: `7${String(serial * 20 + line).padStart(19, "0")}`,
      };
    });
    const total = details.reduce((sum, one) => sum + Math.round(Number(one.det_item_fee_sumamt) * 100), 0);
    const druginfo = {
      psn_no: person?.psnNo,
      mdtrt_cert_type: "02",
      mdtrt_cert_no: person?.certNo,
      begntime,
      medfee_sumamt: (total / 100).toFixed(2),
      insutype: "310",
      acct_used_flag: "1",
      med_type: "41",
    };
    const envelope = {
      infno: "2102",
      msgid: formatMsgid(institution.code, Date.now(), serial),
      fixmedins_code: institution.code,
      opter: "C001",
      input: { druginfo, drugdetail: details },
    };
    const start = performance.now();
    const { infcode, err_msg } = answered.parse(await served.national(envelope));
    const ms = performance.now() - start;
    if (infcode !== 0) throw new Error(err_msg);
    if (at >= warmUpEach) times.push(ms);
  }
  return times;
}

/** What the disk takes for as much as a commit appends: median of many. */
function fsyncMillis(dir: string): number {
  const file = openSync(join(dir, "fsync"), "w", 0o600);
  const bytes = Buffer.alloc(fsyncBytes);
  const taken = Array.from({ length: 200 }, () => {
    writeSync(file, bytes);
    const start = performance.now();
    fsyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  return timesFrom(taken).p50;
}
