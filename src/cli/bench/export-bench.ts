import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { openDirectory } from "../../app/directory.ts";
import { receivePerson } from "../../app/people.ts";
import { zeroFen } from "../../base/money.ts";
import { benchDir, createBenchBooks, customers, psnNoOf } from "./books.ts";
import type { Figure } from "./figure.ts";
import { atMost } from "./figure.ts";
import { fillBooks } from "./fill-books.ts";
import { rounded } from "./measure.ts";
import { measured } from "./serving.ts";

const defaultRows = 100_000;
const secondsMax = { csv: 3, "csv-gb18030": 3, json: 3, xlsx: 20 } as const;
const megabytesMax = 300;

/** A year's settlements as files: the whole command, from its start to its end, in a process of its own. */
export async function* benchExport(
  log: (text: string) => void,
  rows: number | null,
  { kept }: { readonly kept: string | null },
): AsyncGenerator<Figure> {
  const { dir, remove } = benchDir();
  try {
    const count = rows ?? defaultRows;
    const data = join(kept ?? dir, `export-${count}`);
    log(`export: ${count} settlements of ${customers} people in ${data}\n`);
    booksIn(data, count, log);
    let most = 0;
    for (const format of ["csv", "csv-gb18030", "json", "xlsx"] as const) {
      const out = join(dir, `out.${format}`);
      const period = ["--from", "2024-01-01", "--to", "2024-12-31"];
      const args = ["export", "settlements", "--data", data, ...period, "--format", format, "--out", out];
      const { seconds, cpuSeconds, megabytes } = await measured(args);
      most = Math.max(most, megabytes);
      const limit = (secondsMax[format] * count) / defaultRows;
      const about = {
        rows: count,
        seconds: rounded(seconds),
        cpuSeconds: rounded(cpuSeconds),
        limitSeconds: limit,
        megabytes: rounded(megabytes),
      };
      yield atMost(`export ${format} / its limit`, [seconds / limit, 1], "times", about);
    }
    yield atMost("most memory of an export", [most, megabytesMax], "MB", { rows: count });
  } finally {
    remove();
  }
}

/** Makes them, unless they are there already from an earlier run. */
function booksIn(dir: string, count: number, log: (text: string) => void): void {
  if (existsSync(dir)) return;
  const unfinished = `${dir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  createBenchBooks(unfinished, 0);
  fillBooks(unfinished, count, log);
  // They become known afterwards: of people who are known every sale would first ask for their balance.
  addPeople(unfinished);
  renameSync(unfinished, dir);
}

/** Those who buy: a list has their masked names, which lie sealed one by one. */
function addPeople(dir: string): void {
  const { ground, close } = openDirectory({ dir, passphrase: null, clock: Date.now });
  ground.store.together(() => {
    for (let at = 0; at < customers; at += 1)
      receivePerson(ground, {
        psnNo: psnNoOf(at),
        name: "测量人",
        certType: "01",
        certNo: `99000019800101${String(at % 10_000).padStart(4, "0")}`,
        cardNo: null,
        cardSn: null,
        token: null,
        plan: "shiyan",
        insutype: "310",
        person: {},
        family: [],
        asOf: "2024-01-01",
        balance: zeroFen,
        accumulators: {},
      });
  });
  close();
}
