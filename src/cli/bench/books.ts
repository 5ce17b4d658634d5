import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createDirectory } from "../../app/directory.ts";
import type { Ground } from "../../app/ground.ts";
import { addItem } from "../../app/items.ts";
import type { CommitRequest } from "../../app/terminal.ts";
import { shippedPackFiles, supplementFile } from "../pack-files.ts";

/** Where the measured books lie; real disks only mean something when this is on one. */
export function benchDir(): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), "onestop-bench-"));
  return {
    dir,
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const institution = {
  code: "H42030000001",
  name: "测量用医院",
  type: "hospital",
  level: "3",
  region: "420300",
  designations: ["basic", "pooling", "chronic", "dualChannel"],
} as const;

/** The clock of measured books: a second for every sale, from a morning in 2024 on. */
export function secondsFrom(start: string): () => number {
  let ms = Date.parse(start);
  return () => (ms += 1000);
}

/** Who buys in books of years. */
export const customers = 50_000;

export const firstMorning = "2024-01-02T08:00:00+08:00";

/** Books of a hospital in Shiyan under the demo supplement. @param items  how many stand in its catalogue */
export function createBenchBooks(dir: string, items: number): void {
  createDirectory({
    dir,
    institution,
    block: { from: 0, to: 9999 },
    packs: shippedPackFiles(),
    supplement: supplementFile("demo"),
    passphrase: null,
    clock: () => Date.parse(firstMorning),
    moveIn: (ground) => {
      for (let at = 0; at < items; at += 1) addBenchItem(ground, at);
    },
  });
}

const names = ["阿莫西林胶囊", "缬沙坦胶囊", "二甲双胍片", "注射用头孢呋辛钠", "诊查费", "血糖试纸"];
const initials = ["AMXLJN", "XSTJN", "EJSGP", "ZSYTBFXN", "ZCF", "XTSZ"];

/** Code of the item at a place of the catalogue. */
export function itemCode(at: number): string {
  return `XB${String(at).padStart(9, "0")}`;
}

export function itemBarcode(at: number): string {
  return `69${String(at).padStart(11, "0")}`;
}

export function itemName(at: number): string {
  return `${names[at % names.length] ?? ""} ${(at * 7919) % 100_000} 号`;
}

function addBenchItem(ground: Ground, at: number): void {
  const kind = at % names.length;
  addItem(ground, {
    code: itemCode(at),
    barcode: itemBarcode(at),
    name: itemName(at),
    pinyin: `${initials[kind] ?? ""}${letters(at)}`,
    kind: "drug",
    class: (["A", "B", "C"] as const)[at % 3] ?? "A",
    price: `${1 + (at % 90)}.${10 + (at % 90)}`,
    priceLimit: null,
    selfPayRatio: "0",
    chronicListed: false,
    dualChannel: false,
    from: "2020-01-01",
    to: null,
  });
}

function letters(at: number): string {
  return String.fromCharCode(
    65 + (at % 26),
    65 + (Math.floor(at / 26) % 26),
    65 + (Math.floor(at / 676) % 26),
  );
}

/** The commit of a sale: so many drugs with trace codes, paid from funds, account and cash. */
export function saleOf(
  at: number,
  { lines, people }: { readonly lines: number; readonly people: number },
): CommitRequest {
  const items = Array.from({ length: lines }, (_, line) => ({
    id: String(line + 1),
    code: itemCode((at * 31 + line) % 300_000),
    name: `${names[(at + line) % names.length] ?? ""} ${(at * 13 + line) % 1000} 号`,
    kind: "drug",
    class: "A",
    qty: "1",
    price: `${3 + ((at + line) % 7)}.${10 + line}`,
    priceLimit: null,
    selfPayRatio: "0",
    chronicListed: false,
    dualChannel: false,
    traceCodes: [`8${String(at * 20 + line).padStart(19, "0")}`],
  }));
  return {
    claim: { ...claimHead, claimId: `B-${at}`, items, person: personOf(at % people) },
    idempotencyKey: `bench ${at}`,
    previewHash: null,
    msgid: null,
    tenders: [],
    actor: { operator: "C001", pharmacist: null, desk: "D1" },
  };
}

export function psnNoOf(person: number): string {
  return `99B${String(person).padStart(9, "0")}`;
}

const claimHead = {
  plan: "shiyan",
  serviceTime: "2024-01-02T08:00:00+08:00",
  medType: "11",
  institution: {
    code: institution.code,
    type: institution.type,
    level: institution.level,
    region: institution.region,
    designations: institution.designations,
  },
  prescription: null,
  account: { use: true, balance: "20.00", family: [] },
};

function personOf(person: number) {
  return {
    psnNo: psnNoOf(person),
    birthDate: "1980-01-01",
    status: "active",
    population: "employee",
    employer: null,
    assistance: null,
    coverageFrom: "2020-01-01",
    chronicDiseases: [],
    inpatientStay: null,
  };
}
