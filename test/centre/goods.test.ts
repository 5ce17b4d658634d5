import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { demoCatalogue } from "../../src/app/demo-catalogue.ts";
import type { DatedItem } from "../../src/app/items.ts";
import { present } from "../../src/base/assert.ts";
import { unzipText } from "../../src/line/zip.ts";
import type { CatalogueEntry } from "../../src/wire/catalogue-file.ts";
import { parseCatalogue } from "../../src/wire/catalogue-file.ts";
import type { Fields, Reply } from "../gateway/knock.ts";
import { fresh } from "./hospital-visit.ts";
import type { TestCentre } from "./test-centre.ts";
import { openTestCentre } from "./test-centre.ts";

let centre: TestCentre;
beforeAll(async () => {
  centre = await openTestCentre("server");
}, 300_000);
afterAll(async () => await centre.close(), 120_000);

/** A catalogue as a desk gets it: asked for, downloaded, unpacked, read. */
async function catalogue(infno: string, ver: string): Promise<readonly CatalogueEntry[]> {
  const asked = await centre.ask(infno, { data: { ver } });
  expect([asked.infcode, asked.err_msg]).toEqual([0, ""]);
  const { file_qury_no, data_cnt } = asked.output["data"] as unknown as {
    readonly file_qury_no: string;
    readonly data_cnt: number;
  };
  const bytes = await centre.download({ file_qury_no, filename: "plc", fixmedins_code: "plc" });
  const parsed = parseCatalogue(present(unzipText(bytes), "a text"));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  expect(parsed.value).toHaveLength(data_cnt);
  return parsed.value;
}

const isDrug = ({ kind }: CatalogueEntry): boolean => kind === "drug";

function withoutVersion(entry: CatalogueEntry): DatedItem {
  return Object.fromEntries(
    Object.entries(entry).filter(([name]) => name !== "version"),
  ) as unknown as DatedItem;
}

describe("the catalogue of a centre", () => {
  test("is that of the demo town, in three files, and then only what has changed", async () => {
    const all = (
      await Promise.all(["1301", "1305", "1306"].map(async (one) => await catalogue(one, "")))
    ).flat();
    const byCode = (a: { readonly code: string }, b: { readonly code: string }): number =>
      a.code < b.code ? -1 : 1;
    const held = all.map(withoutVersion).toSorted(byCode);
    expect(held).toEqual(demoCatalogue().toSorted(byCode));

    const version = Math.max(...all.map((one) => one.version));
    expect(await catalogue("1301", String(version))).toEqual([]);
    const item = withoutVersion(present(all.find(isDrug), "a drug"));
    const dearer = { ...item, priceLimit: "1.00", name: `${item.name}（限价）` };
    expect((await centre.control("items", { items: [dearer] })).status).toBe(200);
    expect(await catalogue("1301", String(version))).toEqual([{ ...dearer, version: version + 1 }]);
    expect(await catalogue("1305", String(version))).toEqual([]);
    expect((await centre.ask("1301", { data: { ver: "last" } })).err_msg).toMatch(
      /^CLAIM_INVALID input.data.ver/,
    );
  });
});

describe("goods sold and given back", () => {
  const drug = present(
    demoCatalogue().find(({ kind, ...item }) => kind === "drug" && item.class === "A"),
    "a drug",
  );
  const at = "2024-05-10 09:00:00";
  const goods = (more: Fields): Fields => ({
    selinfo: { med_list_codg: drug.code, rtal_docno: "R1", sel_retn_time: at, sel_retn_cnt: "2", ...more },
  });
  const sale = (who: (typeof fresh)[number], code: string): Fields => ({
    druginfo: {
      psn_no: who.psnNo,
      mdtrt_cert_type: "02",
      mdtrt_cert_no: who.certNo,
      begntime: at,
      medfee_sumamt: "20.00",
      insutype: who.insutype,
      acct_used_flag: "1",
      med_type: "41",
    },
    drugdetail: [
      {
        feedetl_sn: "1",
        med_list_codg: drug.code,
        fee_ocur_time: at,
        cnt: "1",
        pric: "20.00",
        det_item_fee_sumamt: "20.00",
        drugtracinfo: [{ drug_trac_codg: code }],
      },
    ],
  });
  const pharmacy = { fixmedins_code: "P42030000001" };
  const settle = async (who: (typeof fresh)[number], code: string): Promise<Reply> =>
    await centre.ask("2102", sale(who, code), pharmacy);
  const codes = (...list: readonly string[]): Fields => ({
    drugtracinfo: list.map((code) => ({ drug_trac_codg: code })),
  });

  test("a trace code is sold once, for a fund or for cash, and again when it has come back", async () => {
    const [one, other] = [present(fresh[0], "one"), present(fresh[5], "another")];
    const cash = goods({ fixmedins_bchno: "B1", ...codes("8100", "8101") });
    expect((await centre.ask("3505", cash, pharmacy)).infcode).toBe(0);
    expect((await settle(one, "8101")).err_msg).toMatch(/^TRACE_CODE_USED /);
    const back = goods({ fixmedins_bchno: "B1", sel_retn_cnt: "1", ...codes("8101") });
    expect((await centre.ask("3506", back, pharmacy)).infcode).toBe(0);
    const first = await settle(one, "8101");
    expect([first.infcode, first.err_msg]).toEqual([0, ""]);
    expect((await settle(other, "8101")).err_msg).toMatch(/^TRACE_CODE_USED /);
    const { setl_id, mdtrt_id } = first.output.setlinfo;
    const told = goods({ fixmedins_bchno: "B2", setl_id, psn_no: one.psnNo, ...codes("8101") });
    expect((await centre.ask("3505", told, pharmacy)).infcode).toBe(0);
    await centre.ask("2103", { data: { setl_id, mdtrt_id, psn_no: one.psnNo } }, pharmacy);
    expect((await settle(other, "8101")).infcode).toBe(0);
  });

  test("no more comes back than was sold, and nothing of what was not", async () => {
    const sold = goods({ fixmedins_bchno: "B3" });
    expect((await centre.ask("3505", sold, pharmacy)).infcode).toBe(0);
    expect((await centre.ask("3505", sold, pharmacy)).err_msg).toMatch(/已上传/);
    const back = goods({ fixmedins_bchno: "B3", sel_retn_cnt: "1.5" });
    expect((await centre.ask("3506", back, pharmacy)).infcode).toBe(0);
    expect((await centre.ask("3506", back, pharmacy)).err_msg).toMatch(/退回数量/);
    const unknown = goods({ fixmedins_bchno: "B4", sel_retn_cnt: "1" });
    expect((await centre.ask("3506", unknown, pharmacy)).err_msg).toMatch(/没有批次流水号/);
    const setl_id = "0".repeat(30);
    const stray = goods({ fixmedins_bchno: "B5", setl_id, psn_no: fresh[0]?.psnNo });
    expect((await centre.ask("3505", stray, pharmacy)).err_msg).toMatch(/^SETTLEMENT_NOT_FOUND /);
  });
});
