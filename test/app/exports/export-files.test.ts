import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "csv-stringify/sync";
import { array, assert, property, string } from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";

import { demoPeople } from "../../../src/app/demo-people.ts";
import { csvEncoder, utf8 } from "../../../src/app/exports/csv.ts";
import type { ExportFormat, ExportRequest } from "../../../src/app/exports/export-rows.ts";
import { exportFormats } from "../../../src/app/exports/export-rows.ts";
import { xlsxEncoder } from "../../../src/app/exports/xlsx.ts";
import { receivePerson } from "../../../src/app/people.ts";
import { formatFen } from "../../../src/base/money.ts";
import { splitNames } from "../../../src/settle/settlement.ts";
import { unzipText } from "../../../src/line/zip.ts";
import { parseStatement } from "../../../src/wire/statement-file.ts";
import type { TestDesk } from "../test-desk.ts";
import { actor, openTestDesk, refusalOf, requestOf, staff, valueOf, withStaff } from "../test-desk.ts";
import { csvFile, xlsxFile } from "./rows-of.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk((ground) => {
    withStaff(ground);
    for (const person of demoPeople().slice(0, 3))
      receivePerson(ground, { ...person, asOf: "2024-01-01", accumulators: {} });
  });
});
afterEach(() => {
  desk.close();
});

const day = "2024-05-10";
const byHand = { ...actor, operator: "system" };
const never = new AbortController().signal;

async function exported(
  what: ExportRequest["what"],
  format: ExportFormat,
  period: { readonly from: string; readonly to: string } = { from: day, to: day },
): Promise<string> {
  const file = join(desk.dir, `${what}.${format}.${period.from}`);
  const to = { file, actor: byHand, signal: never, progress: () => undefined };
  valueOf(await desk.terminal.exportTo({ what, format, ...period }, to));
  return file;
}

function sell(key: string, more: Parameters<typeof requestOf>[1] = {}) {
  const person = { psnNo: demoPeople()[0]?.psnNo ?? "" };
  return valueOf(desk.terminal.commit(requestOf(key, { person, ...more })));
}

/** A table by the names in its head. */
function named([head = [], ...rows]: string[][]): Record<string, string>[] {
  return rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ""])));
}

test("every form of the settlements says each figure of the ledger to the fen, and nobody's name", async () => {
  const sales = [
    sell("k1", { items: [{ price: "800.00" }] }),
    sell("k2", { items: [{ price: "0.01" }] }),
    sell("k3", { items: [{ price: "12345.67" }] }),
  ];
  const back = valueOf(
    desk.terminal.reverse({
      settlementId: sales[2]?.settlementId ?? "",
      idempotencyKey: "b",
      msgid: null,
      actor,
    }),
  );
  const all = [...sales, back];
  const file = await exported("settlements", "csv");
  expect([...readFileSync(file).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const titles = named(csvFile(file, "utf8"));
  expect(named(csvFile(await exported("settlements", "csv-gb18030"), "gb18030"))).toEqual(titles);
  const { sheets, parts } = xlsxFile(await exported("settlements", "xlsx"));
  expect(named(sheets[0] ?? [])).toEqual(titles);
  // Amounts are numbers with two decimals, digit by digit.
  expect(parts["xl/worksheets/sheet1.xml"]).toContain('<c s="1"><v>0.01</v></c>');
  expect(parts["xl/worksheets/sheet1.xml"]).toContain('<c s="1"><v>-12345.67</v></c>');
  const lines = readFileSync(await exported("settlements", "json"), "utf8")
    .trimEnd()
    .split("\n");
  const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(objects.map((one) => one["settlementId"])).toEqual(all.map((one) => one.settlementId));
  for (const [at, { settlement }] of all.entries())
    for (const name of splitNames) expect(objects[at]?.[name]).toBe(formatFen(settlement.split[name]));
  expect(titles.map((row) => row["费用总额"])).toEqual(["800.00", "0.01", "12345.67", "-12345.67"]);
  expect(titles[3]).toMatchObject({ 类型: "撤销", 撤销的结算: sales[2]?.settlementId });
  expect(titles[2]).toMatchObject({ 被何结算撤销: back.settlementId });
  const [person] = demoPeople();
  for (const text of [readFileSync(file, "utf8"), lines.join("")]) {
    expect(text).toContain("*");
    for (const personal of [person?.name, person?.psnNo, person?.certNo])
      expect(text).not.toContain(personal);
  }
});

test("lines: each with its parts; characters of four bytes live, and no cell becomes a formula", async () => {
  const name = `=HYPERLINK("x"),"𠮷㐀"`;
  const sale = sell("k1", {
    items: [
      { name, price: "1.25", qty: "2" },
      { name: "+1+1", price: "0.01" },
    ],
  });
  valueOf(
    desk.terminal.reverse({ settlementId: sale.settlementId, idempotencyKey: "b", msgid: null, actor }),
  );
  const file = await exported("lines", "csv-gb18030");
  const rows = named(csvFile(file, "gb18030"));
  expect(rows.map((row) => row["项目"])).toEqual([`'${name}`, "'+1+1", `'${name}`, "'+1+1"]);
  expect(rows.map((row) => [row["数量"], row["金额"]])).toEqual([
    ["2", "2.50"],
    ["1", "0.01"],
    ["-2", "-2.50"],
    ["-1", "-0.01"],
  ]);
  // 𠮷 takes four bytes in GB18030, as the standard has it.
  expect(readFileSync(file).includes(Buffer.from([0x95, 0x34, 0xb2, 0x35]))).toBe(true);
  const { sheets, parts } = xlsxFile(await exported("lines", "xlsx"));
  expect(named(sheets[0] ?? [])[0]?.["项目"]).toBe(name);
  expect(parts["xl/worksheets/sheet1.xml"]).not.toContain("<f>");
  const json = readFileSync(await exported("lines", "json"), "utf8").split("\n");
  expect(JSON.parse(json[0] ?? "")).toMatchObject({ itemName: name, amount: "2.50", qty: "2" });
});

test("days, audit and the statement are those of the books", async () => {
  sell("k1", { items: [{ price: "800.00" }] });
  desk.clock.ms += 86_400_000;
  sell("k2", { items: [{ price: "0.01" }] });
  const period = { from: day, to: "2024-05-11" };
  const days = named(csvFile(await exported("days", "csv", period), "utf8"));
  expect(days.map((row) => [row["日期"], row["结算笔数"], row["费用总额"]])).toEqual([
    [day, "1", "800.00"],
    ["2024-05-11", "1", "0.01"],
  ]);
  const audit = named(csvFile(await exported("audit", "csv", period), "utf8"));
  const entries = desk.terminal.auditLog({ from: null, limit: 1000 }).toReversed();
  expect(audit.map((row) => [row["序号"], row["动作"]])).toEqual(
    entries.slice(0, audit.length).map(({ number, action }) => [String(number), action]),
  );
  expect(audit.at(-1)).toMatchObject({ 动作: "export", 对象: `audit csv ${day} 2024-05-11` });
  const zip = readFileSync(await exported("statement", "3202"));
  const parsed = parseStatement(unzipText(zip) ?? "");
  expect(parsed).toMatchObject({ ok: true, value: { rows: [{ total: 80_000, isRefund: false }] } });
});

test("CSV is byte for byte what a library of its own makes of the same cells", () => {
  assert(
    property(array(array(string({ unit: "grapheme" }), { minLength: 3, maxLength: 3 })), (rows) => {
      const columns = ["a", "b", "c"].map((key) => ({ key, title: key, kind: "decimal" as const }));
      const made = Buffer.from(csvEncoder(columns, utf8).rows(rows)).toString("utf8");
      expect(made).toBe(stringify(rows, { record_delimiter: "windows" }));
    }),
  );
});

test("an empty period is a whole file with a head alone", async () => {
  const period = { from: "2020-01-01", to: "2020-01-31" };
  for (const what of ["settlements", "lines", "days", "audit", "differences"] as const) {
    expect(csvFile(await exported(what, "csv", period), "utf8")).toHaveLength(1);
    expect(xlsxFile(await exported(what, "xlsx", period)).sheets.map((rows) => rows.length)).toEqual([1]);
    expect(readFileSync(await exported(what, "json", period), "utf8")).toBe("");
  }
});

test("pages join without a gap, over days and over what is sold meanwhile", async () => {
  desk.terminal.each(
    Array.from({ length: 1203 }, (_, at) => () => {
      if (at === 700) desk.clock.ms += 86_400_000;
      const person = { psnNo: `99P${at}` };
      valueOf(desk.terminal.commit(requestOf(`k${at}`, { person, items: [{ price: `${at}.01` }] })));
    }),
  );
  const file = join(desk.dir, "all");
  let told = 0;
  const progress = (): void => {
    told += 1;
    if (told === 2) sell("meanwhile");
  };
  const request = { what: "settlements", format: "csv", from: day, to: "2024-05-11" } as const;
  const done = valueOf(
    await desk.terminal.exportTo(request, { file, actor: byHand, signal: never, progress }),
  );
  expect(told).toBeGreaterThan(2);
  expect(done.rows).toBe(1203);
  const rows = named(csvFile(file, "utf8"));
  expect(rows.map((row) => row["费用总额"])).toEqual(Array.from({ length: 1203 }, (_, at) => `${at}.01`));
  expect(done.bytes).toBe(statSync(file).size);
});

test("cancelled in the middle nothing is left, and it can be begun again", async () => {
  desk.terminal.each(
    Array.from({ length: 600 }, (_, at) => () => {
      valueOf(desk.terminal.commit(requestOf(`k${at}`, { person: { psnNo: `99P${at}` } })));
    }),
  );
  for (const format of exportFormats.filter((one) => one !== "3202")) {
    const file = join(desk.dir, `out-${format}`);
    const stopping = new AbortController();
    const request = { what: "settlements", format, from: day, to: day } as const;
    const halfway: string[] = [];
    const stopped = desk.terminal.exportTo(request, {
      file,
      actor: byHand,
      signal: stopping.signal,
      progress: (done) => {
        if (done === 0) return;
        halfway.push(...readdirSync(desk.dir).filter((name) => name.startsWith(`out-${format}`)));
        stopping.abort();
      },
    });
    await expect(stopped).rejects.toThrow("abort");
    expect(halfway).toEqual([`out-${format}.part`]);
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
    // What a process left that was killed gives way.
    writeFileSync(`${file}.part`, "half", { mode: 0o644 });
    const again = { file, actor: byHand, signal: never, progress: () => undefined };
    expect(valueOf(await desk.terminal.exportTo(request, again)).rows).toBe(600);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // A file that is there is not written over.
    await expect(desk.terminal.exportTo(request, again)).rejects.toThrow("不会覆盖");
  }
});

test("a workbook opens in a spreadsheet program's own reader", async () => {
  sell("k1", { items: [{ price: "800.01" }] });
  const file = await exported("settlements", "xlsx");
  // Python's own zip and XML readers, which know nothing of ours.
  const script = `
import sys, zipfile, xml.dom.minidom
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for name in z.namelist(): xml.dom.minidom.parseString(z.read(name))
print(len(z.namelist()))`;
  expect(execFileSync("python3", ["-c", script, file], { encoding: "utf8" }).trim()).toBe("6");
});

test("more rows than a sheet holds stand on further sheets, each under the head", () => {
  const columns = [{ key: "n", title: "序号", kind: "count" as const }];
  const encoder = xlsxEncoder(columns, { title: "审计", at: desk.clock.ms, rowsMax: 2 });
  const rows = ["1", "2", "3", "4", "5"].map((cell) => [cell]);
  const file = join(desk.dir, "sheets.xlsx");
  writeFileSync(file, Buffer.concat([encoder.begin(), encoder.rows(rows), encoder.end()]));
  const { sheets, parts } = xlsxFile(file);
  expect(sheets.map((cells) => cells.flat())).toEqual([
    ["序号", "1", "2"],
    ["序号", "3", "4"],
    ["序号", "5"],
  ]);
  expect(parts["xl/workbook.xml"]).toContain('<sheet name="审计 3" sheetId="3" r:id="rId3"/>');
});

test("what cannot be exported is refused before anything is written", async () => {
  const file = join(desk.dir, "no");
  const to = { file, actor: byHand, signal: never, progress: () => undefined };
  const asked = { what: "settlements", format: "csv", from: day, to: day } as const;
  for (const wrong of [
    { ...asked, from: "2024-02-30" },
    { ...asked, to: "2024-05-09" },
    { ...asked, from: "1900-01-01" },
    { ...asked, format: "3202" as const },
    { ...asked, what: "statement" as const },
    { ...asked, what: "statement" as const, format: "3202" as const, from: "2024-05-09" },
  ])
    expect(refusalOf(await desk.terminal.exportTo(wrong, to)).code).toBe("CLAIM_INVALID");
  expect(existsSync(file)).toBe(false);
  expect(
    desk.terminal.findAudit({ from: null, day, operator: null, action: "export", limit: 9 }).entries,
  ).toEqual([]);
});

test("from the screens: a supervisor's, one at a time, handed out once to who has the secret", async () => {
  sell("k1", { items: [{ price: "800.00" }] });
  const request = { what: "settlements", format: "csv", from: day, to: day } as const;
  expect(refusalOf(desk.terminal.startExport(request, staff.cashier)).code).toBe("APPROVAL_REQUIRED");
  const work = valueOf(desk.terminal.startExport(request, staff.supervisor));
  expect(work).toMatchObject({ is: "running", filename: `onestop-settlements-${day}.csv` });
  expect(refusalOf(desk.terminal.startExport(request, staff.supervisor)).code).toBe("VERIFY_RUNNING");
  expect(refusalOf(desk.terminal.exportTicket(work.id)).code).toBe("DOWNLOAD_NOT_FOUND");
  await expect.poll(() => valueOf(desk.terminal.exportState(work.id)).is, { timeout: 60_000 }).toBe("done");
  expect(valueOf(desk.terminal.exportState(work.id))).toMatchObject({ rows: 1, done: 1, of: 1 });
  expect(refusalOf(desk.terminal.exportState("other")).code).toBe("DOWNLOAD_NOT_FOUND");
  const ticket = valueOf(desk.terminal.exportTicket(work.id));
  const taken = desk.terminal.takeExport(ticket);
  expect(csvFile(taken?.file ?? "", "utf8")).toHaveLength(2);
  expect(desk.terminal.takeExport(ticket)).toBeNull();
  const late = valueOf(desk.terminal.exportTicket(work.id));
  desk.clock.ms += 61_000;
  expect(desk.terminal.takeExport(late)).toBeNull();
  const found = desk.terminal.findAudit({ from: null, day, operator: "S001", action: null, limit: 9 });
  expect(found.entries.map(({ action, subject }) => [action, subject])).toEqual([
    ["exportDone", `settlements csv ${day} ${day}`],
    ["export", `settlements csv ${day} ${day}`],
  ]);
  // The next engine leaves nothing of it lying about.
  desk.reopen();
  expect(existsSync(join(desk.dir, "exports"))).toBe(false);
});

test("stopped just when it has become whole, it leaves no file; handed out, it stays", async () => {
  sell("k1", { items: [{ price: "800.00" }] });
  const request = { what: "settlements", format: "csv", from: day, to: day } as const;
  const isWhole = async (): Promise<string> => {
    const { id } = valueOf(desk.terminal.startExport(request, staff.supervisor));
    await expect.poll(() => valueOf(desk.terminal.exportState(id)).is).toBe("done");
    return id;
  };
  const left = await isWhole();
  expect(valueOf(desk.terminal.stopExport(left)).is).toBe("stopped");
  expect(refusalOf(desk.terminal.exportTicket(left)).code).toBe("DOWNLOAD_NOT_FOUND");
  expect(readdirSync(join(desk.dir, "exports"))).toEqual([]);
  const fetched = await isWhole();
  const ticket = valueOf(desk.terminal.exportTicket(fetched));
  expect(valueOf(desk.terminal.stopExport(fetched)).is).toBe("done");
  expect(existsSync(desk.terminal.takeExport(ticket)?.file ?? "")).toBe(true);
});
