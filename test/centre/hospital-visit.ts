import { demoTown } from "../../src/app/demo-town.ts";
import type { Fields, Reply } from "../gateway/knock.ts";
import type { TestCentre } from "./test-centre.ts";

const town = demoTown();

/** People of Shiyan with room under every cap: nothing used, working, no stay. */
export const fresh = town.people.filter(
  ({ plan, accumulators, person }) =>
    plan === "shiyan" && Object.keys(accumulators).length === 0 && person["inpatientStay"] === null,
);

/** A service of class A that costs whatever is asked: no limit, no trace code. */
const service = town.items.find(
  ({ kind, priceLimit, ...item }) => kind === "service" && item.class === "A" && priceLimit === null,
);

export interface OpenVisit {
  readonly visitId: string;
  /** Input of 2206 and 2207. */
  readonly bill: Fields;
}

/** A visit up to its settlement: registered, described, with one line of an amount. */
export async function openVisit(
  { ask }: Pick<TestCentre, "ask">,
  who: (typeof fresh)[number],
  {
    amount,
    batch = "B1",
    account = "0",
  }: { readonly amount: string; readonly batch?: string; readonly account?: string },
): Promise<OpenVisit> {
  const begntime = "2024-05-10 09:00:00";
  const credential = { psn_no: who.psnNo, mdtrt_cert_type: "02", mdtrt_cert_no: who.certNo };
  const done = async (infno: string, input: Fields): Promise<Reply> => {
    const reply = await ask(infno, input);
    if (reply.infcode !== 0) throw new Error(`${infno}: ${reply.err_msg}`);
    return reply;
  };
  const registered = await done("2201", {
    data: { ...credential, insutype: who.insutype, begntime, ipt_otp_no: `V-${batch}` },
  });
  const { mdtrt_id: visitId } = registered.output["data"] as unknown as { readonly mdtrt_id: string };
  const visit = { mdtrt_id: visitId, psn_no: who.psnNo };
  await done("2203", { mdtrtinfo: { ...visit, med_type: "11", begntime } });
  const line = { feedetl_sn: "1", med_list_codg: service?.code, fee_ocur_time: begntime, cnt: "1" };
  const feedetail = [{ ...visit, ...line, chrg_bchno: batch, pric: amount, det_item_fee_sumamt: amount }];
  await done("2204", { feedetail });
  const bill = {
    data: {
      ...credential,
      ...visit,
      med_type: "11",
      medfee_sumamt: amount,
      chrg_bchno: batch,
      acct_used_flag: account,
      insutype: who.insutype,
    },
  };
  return { visitId, bill };
}
