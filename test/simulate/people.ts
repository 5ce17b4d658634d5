import { present } from "../../src/base/assert.ts";
import { formatFen } from "../../src/base/money.ts";
import type { DemoPerson } from "../../src/app/demo-people.ts";
import { shanghaiTime } from "../../src/app/clock.ts";
import { valueOf } from "../app/test-desk.ts";
import type { Engine, places } from "../line/desk-and-centre.ts";
import { town } from "../line/desk-and-centre.ts";

export type Fields = Readonly<Record<string, unknown>>;

const inTown = town.people.filter(
  ({ plan, person }) => plan === "shiyan" && person["inpatientStay"] === null,
);
const peopleMax = 500;

/** Five hundred people of one plan, in no bed and with nobody else's account: the demo town's, each several times. */
export const townspeople: readonly DemoPerson[] = Array.from({ length: peopleMax }, (_one, at) =>
  likeOne(present(inTown[at % inTown.length], "somebody in town"), at),
);

function likeOne(model: DemoPerson, at: number): DemoPerson {
  const serial = String(at).padStart(3, "0");
  const psnNo = `9977${serial}00000`;
  return {
    ...model,
    psnNo,
    certNo: `99770${serial}${model.certNo.slice(8)}`,
    cardNo: `99C7${serial}00000`,
    cardSn: `SS7${serial}`,
    token: `DEMO-QR-${psnNo}`,
    family: [],
    person: { ...model.person, psnNo },
  };
}

/** What they buy: one item of the catalogue. */
export const goods = town.items.filter(({ code }) => code === "XD00003");

/** A bill of one line, by the facts that a desk holds. */
export function claimOf(
  engine: Engine,
  {
    kind,
    psnNo,
    qty,
    nowMs,
  }: {
    readonly kind: keyof typeof places;
    readonly psnNo: string;
    readonly qty: number;
    readonly nowMs: number;
  },
): Fields {
  const serviceTime = `${shanghaiTime(nowMs).slice(0, 19)}+08:00`;
  const day = serviceTime.slice(0, 10);
  const { plan, person, account } = valueOf(engine.personByNo(psnNo));
  const found = valueOf(engine.findItem("XD00003", day));
  const bill =
    kind === "pharmacy"
      ? { medType: "41", prescription: { issuerLevel: "2", issuedOn: day, validDays: 3 } }
      : { medType: "11", prescription: null };
  const item = without(found, ["barcode", "pinyin"]);
  const institution = without(engine.institution, ["name"]);
  return {
    claimId: "desk-1",
    plan,
    serviceTime,
    institution,
    person,
    items: [{ id: "L1", qty: String(qty), ...item, traceExempt: "noCode" }],
    account: { use: true, balance: formatFen(account.balance), family: [] },
    ...bill,
  };
}

function without<T extends object, K extends keyof T>(whole: T, names: readonly K[]): Omit<T, K> {
  const rest = { ...whole };
  for (const name of names) Reflect.deleteProperty(rest, name);
  return rest;
}
