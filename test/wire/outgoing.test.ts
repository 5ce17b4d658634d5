import { describe, expect, test } from "vitest";

import { present } from "../../src/base/assert.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { settle } from "../../src/settle/settle.ts";
import { parseEnvelope } from "../../src/wire/envelope.ts";
import type { OutgoingMessage } from "../../src/wire/outgoing.ts";
import { encodeOutgoing, withCentreNumbers } from "../../src/wire/outgoing.ts";
import type { Settling } from "../../src/wire/outgoing-fields.ts";
import type { Sample } from "../oracle/sample-claim.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { shippedBook } from "../shipped-packs.ts";

const book = shippedBook("demo");

function messageOf(sample: Sample, more: Partial<Settling> = {}): OutgoingMessage {
  const parsed = parseClaim(sampleClaim(sample));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { claim } = parsed;
  const rules = book.rulesOn(claim.plan, claim.serviceDate);
  const settled = settle(claim, { before: () => 0 }, rules, { explain: false });
  if (!settled.ok) throw new Error(settled.refusal.code);
  return encodeOutgoing({
    kind: "sale",
    msgid: "H42030000001202405101000000001",
    settlementId: "202405101000000000000000001",
    settledAt: "2024-05-10T10:00:00.123+08:00",
    institution: { code: "H42030000001", name: "示例医院", type: "hospital", region: "420300" },
    operator: "C001",
    desk: "D1",
    certNo: "990000198001010000",
    claim,
    settlement: settled.settlement,
    ...more,
  });
}

function node(message: OutgoingMessage, infno: string, name: string): unknown {
  const all = [...message.before, message.envelope];
  return present(
    all.find((one) => one.infno === infno),
    infno,
  ).input[name];
}

describe("an outgoing message", () => {
  test("is an envelope that our own door reads", () => {
    const parsed = parseEnvelope(messageOf({}).envelope);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        infno: "2207",
        msgid: "H42030000001202405101000000001",
        operatorNo: "C001",
        deviceNo: "D1",
        insuredRegion: "420300",
        careRegion: "420300",
      },
    });
  });

  test("names a visit and lines by numbers of ours where those of the claim are too long", () => {
    const long = "x".repeat(31);
    const message = messageOf({ visitId: long, items: [{ id: long }, { id: "2" }] });
    expect(node(message, "2201", "data")).toMatchObject({ ipt_otp_no: "202405101000000000000000001" });
    expect(node(message, "2204", "feedetail")).toMatchObject([{ feedetl_sn: "1" }, { feedetl_sn: "2" }]);
    const short = messageOf({ visitId: "V1", items: [{ id: "A" }] });
    expect(node(short, "2201", "data")).toMatchObject({ ipt_otp_no: "V1" });
    expect(node(short, "2204", "feedetail")).toMatchObject([{ feedetl_sn: "A" }]);
  });

  test("says a time elsewhere as it is in Shanghai, and nothing of somebody who is not known here", () => {
    const message = messageOf({ serviceTime: "2024-05-10T03:00:00+00:00" }, { certNo: null });
    expect(node(message, "2201", "data")).toMatchObject({
      begntime: "2024-05-10 11:00:00",
      mdtrt_cert_no: null,
      insutype: "310",
    });
  });

  test("takes back by the centre's numbers, which it learns when it leaves", () => {
    const message = messageOf({}, { kind: "reversal" });
    expect([message.envelope.infno, message.before]).toEqual(["2208", []]);
    const { input } = message.envelope;
    expect(input).toEqual({ data: { setl_id: null, mdtrt_id: null, psn_no: "P1" } });
    expect(withCentreNumbers(input, { centreVisitId: "V", centreSettlementId: "S" })).toEqual({
      data: { setl_id: "S", mdtrt_id: "V", psn_no: "P1" },
    });
  });

  test("bears the sums of the ledger, line by line and together", () => {
    const items = [
      { id: "1", price: "120.00", priceLimit: "100.00", class: "B", selfPayRatio: "0.1", qty: "1.5" },
      { id: "2", price: "0.333333", class: "C", qty: "7", kind: "service" },
    ] as const;
    const message = messageOf({ items });
    expect(node(message, "2204", "feedetail")).toMatchObject([
      { det_item_fee_sumamt: "180.00", cnt: "1.5", pric: "120.00" },
      { det_item_fee_sumamt: "2.33", cnt: "7", pric: "0.333333" },
    ]);
    expect(node(message, "2207", "data")).toMatchObject({
      medfee_sumamt: "182.33",
      fulamt_ownpay_amt: "2.33",
      overlmt_selfpay: "30.00",
      preselfpay_amt: "15.00",
      inscp_scp_amt: "135.00",
    });
  });
});
