import { demoCatalogue } from "./demo-catalogue.ts";
import type { DemoPerson } from "./demo-people.ts";
import { demoNewcomers, demoPeople } from "./demo-people.ts";
import { demoVoucher } from "./demo-vouchers.ts";
import type { Ground } from "./ground.ts";
import type { DatedItem } from "./items.ts";
import { addItem } from "./items.ts";
import { addOperator } from "./operators.ts";
import { receivePerson } from "./people.ts";
import type { NewOperator } from "./supervision.ts";
import type { Terminal } from "./terminal.ts";

/** A town to try everything in: nobody lives there. */
export interface DemoTown {
  readonly institution: Terminal["institution"];
  readonly operators: readonly NewOperator[];
  readonly people: readonly DemoPerson[];
  /** Known to the demo centre alone. */
  readonly newcomers: readonly DemoPerson[];
  readonly items: readonly DatedItem[];
}

const institution = {
  code: "H42030000001",
  name: "十堰示范医院",
  type: "hospital",
  level: "3",
  region: "420300",
  designations: ["basic", "pooling", "chronic", "dualChannel"],
} as const;

const operators = [
  { id: "C001", name: "示范收费员", pin: "135790", role: "cashier" },
  { id: "P001", name: "示范药师", pin: "246800", role: "pharmacist" },
  { id: "S001", name: "示范主管", pin: "112358", role: "supervisor" },
  { id: "A001", name: "示范管理员", pin: "314159", role: "administrator" },
  { id: "U001", name: "示范审计员", pin: "271828", role: "auditor" },
] as const;

/** The same town every time. */
export function demoTown(): DemoTown {
  return { institution, operators, people: demoPeople(), newcomers: demoNewcomers(), items: demoCatalogue() };
}

/** Moves the town in. Call inside `store.write`. */
export function settleTown(ground: Ground, town: DemoTown): void {
  for (const operator of town.operators) addOperator(ground, operator);
  for (const item of town.items) addItem(ground, item);
  for (const person of town.people) receivePerson(ground, person);
}

/** What `demo.json` tells whoever tries the terminal: all credentials, of nobody. @param nowMs  when vouchers are issued */
export function demoFile(town: DemoTown, nowMs: number): unknown {
  const { code, name, region } = town.institution;
  return {
    institution: { code, name, region },
    operators: town.operators,
    people: [...town.people, ...town.newcomers].map((one, at) => ({
      psnNo: one.psnNo,
      certType: one.certType,
      certNo: one.certNo,
      cardNo: one.cardNo,
      cardSn: one.cardSn,
      name: one.name,
      plan: one.plan,
      status: one.person["status"],
      insutype: one.insutype,
      employer: one.person["employer"],
      token: one.token,
      // Only a region that knows the person issues one; newcomers show what being unknown is like.
      offlineVoucher: at < town.people.length ? demoVoucher(one, at, nowMs) : null,
      chronicDiseases: one.person["chronicDiseases"],
      assistance: one.person["assistance"],
      pregnancyId: one.pregnancyId,
      family: one.family,
    })),
    items: town.items.map((item) => ({
      code: item.code,
      barcode: item.barcode,
      name: item.name,
      price: item.price,
      class: item.class,
      kind: item.kind,
    })),
  };
}
