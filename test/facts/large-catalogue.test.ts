import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { stageMedium } from "../../src/app/catalogue-source.ts";
import { openPackSigner } from "../../src/centre/pack-signer.ts";
import type { CatalogueEntry } from "../../src/wire/catalogue-file.ts";
import { writeCatalogue, writeMediumLine } from "../../src/wire/catalogue-file.ts";
import { openTestDesk, staff, valueOf, withStaff } from "../app/test-desk.ts";
import { partsCounted } from "../store/parts-counted.ts";

/** As many as it takes for the parts of the names to be counted after the last of them. */
const items = 5200;

function entryOf(at: number): CatalogueEntry {
  const name = `试药${String.fromCodePoint(0x4e00 + (at % 400))}${at}`;
  const plain = { barcode: null, pinyin: "SY", kind: "drug", class: "B", price: "12.50" } as const;
  const shares = { priceLimit: null, selfPayRatio: "0.1", chronicListed: false, dualChannel: false };
  return { code: `XL${at}`, name, ...plain, ...shares, from: "2024-01-01", to: null, version: 1 };
}

test("a large catalogue that is cut off again and again is whole in the end, and so is its way back", async () => {
  const desk = openTestDesk(withStaff);
  try {
    const signer = openPackSigner(join(desk.dir, "signer"));
    const text = writeCatalogue(Array.from({ length: items }, (_, at) => entryOf(at)));
    const sha256 = createHash("sha256").update(text).digest("hex");
    const notice = signer.catalogueNotice({ infno: "1301", since: 0, version: 1, rows: items, sha256 });
    const file = join(desk.dir, "catalogue.txt");
    writeFileSync(file, `${writeMediumLine(notice)}${text}`);
    valueOf(desk.terminal.trustSigner(signer.publicKey, staff.administrator));
    const { id } = valueOf(await stageMedium(desk.terminal, file));

    /** Steps to the end; the first of each sort is the last of its engine. */
    const carryOut = (): { readonly counting: number; readonly met: ReadonlySet<number> } => {
      const met = new Set<number>();
      let { terminal } = desk;
      let counting = 0;
      for (let step = 0; terminal.stepCatalogue(5); step += 1) {
        const [download] = terminal.catalogueDownloads();
        const isCounting = download?.state === "active" || download?.state === "rolledBack";
        if (isCounting) counting += 1;
        if (step === 0 || counting === 1) terminal = desk.reopen();
        if (isCounting) met.add(terminal.searchItems("试药丁", 50).length);
      }
      return { counting, met };
    };
    const names = (): readonly string[] => desk.terminal.searchItems("试药丁", 50).map(({ name }) => name);

    valueOf(desk.terminal.activateCatalogue(id, staff.supervisor));
    const forth = carryOut();
    expect(forth.counting).toBeGreaterThan(1);
    // Whoever looks for a name while the parts are counted finds it.
    expect([...forth.met]).toEqual([items / 400]);
    expect(names()).toEqual(Array.from({ length: items / 400 }, (_, at) => `试药丁${1 + at * 400}`));
    const there = partsCounted(desk.dir);
    expect(there.counted).toEqual(there.indexed);
    expect(there.counted.find(({ part }) => part === "试药丁")?.names).toBe(items / 400);

    valueOf(desk.terminal.rollBackCatalogue(id, staff.supervisor));
    expect([...carryOut().met]).toEqual([0]);
    expect(names()).toEqual([]);
    expect(partsCounted(desk.dir)).toEqual({ counted: [], indexed: [] });
    expect([...desk.terminal.verify()]).toEqual([]);
  } finally {
    desk.close();
  }
});
