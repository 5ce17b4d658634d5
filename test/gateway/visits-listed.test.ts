import { afterAll, afterEach, expect, test } from "vitest";

import { visitsOf } from "../../src/gateway/flow-state.ts";
import type { RealDesk } from "./real-desk.ts";
import { makeTemplate, openRealDesk, saleOf } from "./real-desk.ts";

const template = makeTemplate();
afterAll(template.remove);
let desk: RealDesk;
afterEach(async () => {
  await desk.close();
});

interface Listed {
  readonly mdtrtinfo: readonly {
    readonly mdtrt_id: string;
    readonly setlinfo: readonly { readonly medins_setl_id: string }[];
  }[];
}

/** What 5201 lists: each visit with the messages of its settlements. */
async function listed(psn_no: string): Promise<(readonly [string, readonly string[]])[]> {
  const answer = await desk.ask("5201", { data: { psn_no, begntime: "", endtime: null } });
  expect(answer.err_msg).toBe("");
  const { mdtrtinfo } = answer.output as unknown as Listed;
  return mdtrtinfo.map(({ mdtrt_id, setlinfo }) => [mdtrt_id, setlinfo.map((one) => one.medins_setl_id)]);
}

/** Sells to the same person again and again. */
async function sell() {
  const msgid = desk.newMsgid();
  const sold = await desk.ask("2102", saleOf(desk, 3, "10.00"), { msgid });
  expect(sold.err_msg).toBe("");
  const { setl_id = "", mdtrt_id = "", psn_no = "" } = sold.output.setlinfo;
  return { msgid, sold, data: { setl_id, mdtrt_id, psn_no } };
}

/** Puts the kept state of sales into the form that it had before visits had an owner. */
function keepAsBefore(psnNo: string, msgids: readonly string[]): void {
  const { terminal } = desk;
  const ids = msgids.map((msgid) => {
    const { sale, ...context } = terminal.readState("context", msgid) as { sale: { id: string } };
    terminal.dropState("context", msgid);
    terminal.keepState("context", msgid, context);
    terminal.keepState("visit", sale.id, sale);
    return sale.id;
  });
  terminal.keepState("visits-of", psnNo, ids);
}

test("sales from before are listed before those of now, and taken back and brought again as they were", async () => {
  desk = await openRealDesk(template);
  const [first, second] = [await sell(), await sell()];
  const { psn_no } = first.data;
  const before = await listed(psn_no);
  expect(before).toEqual([first, second].map(({ msgid, data }) => [data.mdtrt_id, [msgid]]));
  keepAsBefore(psn_no, [first.msgid, second.msgid]);
  expect(desk.terminal.statesOf(psn_no, 100)).toEqual([]);
  expect(await listed(psn_no)).toEqual(before);

  const third = await sell();
  expect(await listed(psn_no)).toEqual([...before, [third.data.mdtrt_id, [third.msgid]]]);
  // With its answer forgotten the sale is answered from the ledger and what was kept.
  desk.terminal.dropState("answer", second.msgid);
  const again = await desk.ask("2102", saleOf(desk, 3, "10.00"), { msgid: second.msgid });
  expect(again.output).toEqual(second.sold.output);

  for (const one of [first, third]) {
    const [reversing, undoing] = [desk.newMsgid(), desk.newMsgid()];
    expect((await desk.ask("2103", { data: one.data }, { msgid: reversing })).err_msg).toBe("");
    const row = (await listed(psn_no)).find(([visit]) => visit === one.data.mdtrt_id);
    expect(row).toEqual([one.data.mdtrt_id, []]);
    const undo = { data: { psn_no, omsgid: reversing, oinfno: "2103" } };
    expect((await desk.ask("2601", undo, { msgid: undoing })).err_msg).toBe("");
    expect((await listed(psn_no)).filter(([visit]) => visit === one.data.mdtrt_id)).toEqual([
      [one.data.mdtrt_id, [undoing]],
    ]);
  }
  const visits = (await listed(psn_no)).map(([visit]) => visit);
  expect(visits).toEqual([first, second, third].map(({ data }) => data.mdtrt_id));
});

test("a sale that is refused leaves no visit, and one person's visits are not another's", async () => {
  desk = await openRealDesk(template);
  const { data } = await sell();
  const wrong = await desk.ask("2102", saleOf(desk, 3, "10.00", { medfee_sumamt: "10.01" }));
  expect(wrong.infcode).toBe(-2);
  expect(visitsOf(desk.terminal, data.psn_no).map(({ id }) => id)).toEqual([data.mdtrt_id]);
  const other = desk.town.people.find(({ psnNo }) => psnNo !== data.psn_no)?.psnNo ?? "";
  expect(await listed(other)).toEqual([]);
});
