import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { FilingOrder } from "../../src/app/filings.ts";
import { present } from "../../src/base/assert.ts";
import { civilDate } from "../../src/base/civil-date.ts";
import { shippedBook } from "../../src/cli/pack-files.ts";
import { judgeFiling } from "../../src/upload/filing.ts";
import { actor, refusalOf, valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import { openTestCentre } from "../centre/test-centre.ts";
import { customers } from "../line/desk-and-centre.ts";
import type { FactsDesk } from "./facts-desk.ts";
import { openFactsDesk } from "./facts-desk.ts";

let centre: TestCentre;
let one: FactsDesk;
let next = 0;
beforeAll(async () => {
  centre = await openTestCentre("embedded");
}, 300_000);
afterAll(async () => await centre.close(), 120_000);
beforeEach(() => {
  one = openFactsDesk(centre);
  next += 1;
});
afterEach(async () => {
  one.close();
  await centre.control("misbehave", { rules: [] });
});

function psnNo(): string {
  return present(customers[next + 20], "a customer").psnNo;
}

function chronic(
  diseaseCode: string,
  more: Partial<{ from: string; to: string | null; key: string }> = {},
): FilingOrder {
  return {
    request: {
      kind: "chronic",
      psnNo: psnNo(),
      from: more.from ?? "2024-05-10",
      to: more.to ?? null,
      phone: null,
      address: null,
      reason: null,
      diseaseCode,
      diseaseName: diseaseCode,
      hospitalCode: "H42030000001",
      hospitalName: "十堰示范医院",
      identifiedOn: "2024-05-01",
      doctorCode: null,
      doctorName: null,
    },
    stay: null,
    idempotencyKey: more.key ?? `${next} ${diseaseCode}`,
    actor,
  };
}

async function atCentre(who: string): Promise<readonly string[]> {
  const row = await centre.centre.db
    .selectFrom("persons")
    .select(["filings", "facts"])
    .where("psn_no", "=", who)
    .executeTakeFirstOrThrow();
  return (JSON.parse(row.filings) as { what: string }[]).map(({ what }) => what);
}

function stateOf(msgid: string): string {
  return valueOf(one.desk.engine.filing(msgid)).state;
}

describe("a filing", () => {
  test("is written down, sent, answered, and comes back with the person", async () => {
    const { engine } = one.desk;
    const order = chronic("M91600");
    expect(valueOf(engine.previewFiling(order)).counts).toBe("direct");
    const filed = valueOf(engine.fileRequest(order));
    expect(filed).toMatchObject({ state: "pending", tries: 0 });
    expect(valueOf(engine.fileRequest(order))).toEqual(filed);
    expect(
      refusalOf(engine.fileRequest({ ...chronic("M93900"), idempotencyKey: order.idempotencyKey })).code,
    ).toBe("IDEMPOTENCY_CONFLICT");
    await one.sender.pump();
    const done = valueOf(engine.filing(filed.msgid));
    expect(done.state).toBe("confirmed");
    expect(done.serial).toMatch(/^[0-9a-f]{30}$/);
    expect(engine.openFilings(10)).toEqual([]);
    const before = valueOf(engine.personByNo(psnNo()));
    const person = valueOf(await one.facts.refreshPerson(psnNo()));
    expect(JSON.stringify(before.person)).not.toContain("M91600");
    expect(person.person["chronicDiseases"]).toContainEqual({ code: "M91600", from: "2024-05-10", to: null });
    expect(engine.filedFacts(psnNo()).map(({ what, id }) => [what, id])).toEqual([["M91600", done.serial]]);
    // Twice the same disease is refused here, before anything leaves.
    expect(refusalOf(engine.fileRequest(chronic("M91600", { key: `${next} again` }))).code).toBe(
      "CLAIM_INVALID",
    );

    const back = { msgid: filed.msgid, reason: "填错", idempotencyKey: `${next} back`, actor };
    const withdrawal = valueOf(engine.withdrawFiling(back));
    expect(refusalOf(engine.withdrawFiling({ ...back, idempotencyKey: "k" })).code).toBe("FILING_STATE");
    await one.sender.pump();
    expect(stateOf(withdrawal.msgid)).toBe("confirmed");
    const after = valueOf(await one.facts.refreshPerson(psnNo()));
    expect(after.person["chronicDiseases"]).toEqual(before.person["chronicDiseases"]);
    expect(await atCentre(psnNo())).toEqual([]);
    expect([...engine.verify()]).toEqual([]);
  });

  test.each([true, false])(
    "whose answer is lost is asked for, and stands once (idempotent centre: %s)",
    async (is) => {
      one.close();
      one = openFactsDesk(centre, is);
      const { engine } = one.desk;
      await centre.control("misbehave", { rules: [{ kind: "lostAnswer", infno: ["2503"], count: 1 }] });
      const lost = valueOf(engine.fileRequest(chronic("M91600")));
      const later = valueOf(engine.fileRequest(chronic("M93900")));
      await one.sender.pump();
      expect([stateOf(lost.msgid), stateOf(later.msgid)]).toEqual(["unknown", "pending"]);
      one.sender.retryNow();
      await one.sender.pump();
      expect(stateOf(lost.msgid)).toBe("confirmed");
      await one.sender.pump();
      expect(stateOf(later.msgid)).toBe("confirmed");
      expect(await atCentre(psnNo())).toEqual(["M91600", "M93900"]);
    },
  );

  test("that never arrived is sent again where that is done once, and else made void", async () => {
    await centre.control("misbehave", { rules: [{ kind: "lostRequest", infno: ["2503"], count: 1 }] });
    const filed = valueOf(one.desk.engine.fileRequest(chronic("M91600")));
    await one.sender.pump();
    expect(stateOf(filed.msgid)).toBe("unknown");
    await one.sender.pump();
    expect(valueOf(one.desk.engine.filing(filed.msgid))).toMatchObject({ state: "confirmed", tries: 2 });

    one.close();
    one = openFactsDesk(centre, false);
    next += 1;
    await centre.control("misbehave", { rules: [{ kind: "lostRequest", infno: ["2503"], count: 1 }] });
    const other = valueOf(one.desk.engine.fileRequest(chronic("M93900")));
    await one.sender.pump();
    await one.sender.pump();
    expect(valueOf(one.desk.engine.filing(other.msgid))).toMatchObject({
      state: "rejected",
      rejection: { code: "ANSWER_LOST" },
    });
    expect(await atCentre(psnNo())).toEqual([]);
  });

  test("of a fourth disease is refused where the plan allows three, from the first day to the last", () => {
    const facts = (diseases: readonly (readonly [string, string, string | null])[]) => ({
      population: "employee" as const,
      diseases: diseases.map(([code, from, to]) => ({ code, from, to })),
      today: "2024-05-10",
      stay: null,
    });
    const rules = present(shippedBook(null).rulesOn("daye", civilDate("2024-05-10")), "the rules of Daye");
    const { request } = chronic("M90004");
    if (request.kind !== "chronic") throw new Error("another request");
    const judged = (to: string | null, days: Partial<{ from: string; to: string }> = {}): string => {
      const known = facts([
        ["M90001", "2023-01-01", to],
        ["M90002", "2023-01-01", null],
        ["M90003", "2024-05-20", null],
      ]);
      const asked = { ...request, insutype: "310", office: "420281", ...days };
      const judgement = judgeFiling(asked, known, rules);
      return judgement.ok ? judgement.counts : judgement.code;
    };
    expect(judged(null)).toBe("CHRONIC_LIMIT");
    expect(judged("2024-05-20")).toBe("CHRONIC_LIMIT");
    expect(judged("2024-05-19")).toBe("direct");
    expect(judged(null, { to: "2024-05-19" })).toBe("direct");
    expect(judged(null, { to: "2024-05-20" })).toBe("CHRONIC_LIMIT");
    expect(judged("2024-05-09", { from: "2024-05-10" })).toBe("direct");
    expect(judged(null, { from: "2024-04-30" })).toBe("CLAIM_INVALID");
  });

  test("survives the end of the engine between any two steps", () => {
    const filed = valueOf(one.desk.engine.fileRequest(chronic("M91600")));
    one.desk.engine.noteFiling(filed.msgid, { kind: "send" });
    one.desk.restart();
    expect(one.desk.engine.openFilings(5).map(({ msgid, state }) => [msgid, state])).toEqual([
      [filed.msgid, "sent"],
    ]);
  });

  test("of an off-site record counts for bills or for a claim by hand, by its days", () => {
    const { engine } = one.desk;
    const countsOf = (from: string, stay: FilingOrder["stay"], recordType = "referral" as const) =>
      valueOf(
        engine.previewFiling({
          request: {
            kind: "offSite",
            psnNo: psnNo(),
            from,
            to: null,
            phone: null,
            address: null,
            reason: null,
            recordType,
            region: "420100",
          },
          stay,
        }),
      ).counts;
    expect(countsOf("2024-05-10", null)).toBe("direct");
    expect(countsOf("2024-05-09", null)).toBe("manualClaim");
    expect(countsOf("2024-05-08", { admitted: "2024-05-08", settledOn: null })).toBe("direct");
    expect(countsOf("2024-05-08", { admitted: "2024-05-08", settledOn: "2024-05-10" })).toBe("direct");
    expect(countsOf("2024-05-08", { admitted: "2024-05-08", settledOn: "2024-05-09" })).toBe("manualClaim");
    expect(countsOf("2024-05-07", { admitted: "2024-05-08", settledOn: null })).toBe("manualClaim");
  });

  test("of a record and a designation reaches the centre and is taken back there", async () => {
    const { engine } = one.desk;
    const days = { psnNo: psnNo(), from: "2024-05-10", to: null, phone: null, address: null, reason: null };
    const record = valueOf(
      engine.fileRequest({
        request: { ...days, kind: "offSite", recordType: "emergency", region: "420100" },
        stay: null,
        idempotencyKey: `${next} record`,
        actor,
      }),
    );
    const place = { institutionCode: "H42030000001", institutionName: "十堰示范医院" };
    const designation = valueOf(
      engine.fileRequest({
        request: { ...days, ...place, kind: "designation", purpose: "chronic" },
        stay: null,
        idempotencyKey: `${next} place`,
        actor,
      }),
    );
    await one.sender.pump();
    await one.sender.pump();
    expect([stateOf(record.msgid), stateOf(designation.msgid)]).toEqual(["confirmed", "confirmed"]);
    expect(await atCentre(psnNo())).toEqual(["emergency", "H42030000001"]);
    valueOf(engine.withdrawFiling({ msgid: record.msgid, reason: "误", idempotencyKey: `${next} b`, actor }));
    await one.sender.pump();
    expect(await atCentre(psnNo())).toEqual(["H42030000001"]);
  });
});

describe("people seen before", () => {
  test("are known as the centre knows them, once nothing of theirs waits for an answer", async () => {
    const { desk, facts } = one;
    const who = present(customers[3], "a customer").psnNo;
    const sold = desk.sell(3, `sold ${next}`);
    expect(refusalOf(await facts.refreshPerson(who)).code).toBe("OUTCOME_PENDING");
    await desk.drain();
    expect(valueOf(desk.engine.settlement(sold.settlementId)).messageState).toBe("confirmed");
    const here = valueOf(desk.engine.personByNo(who));
    const told = valueOf(await facts.refreshPerson(who));
    expect(told.accumulators).toEqual(here.accumulators);
    expect(told.account.balance).toBe(here.account.balance);
    expect(told.factsAsOf).toBe("2024-05-10");
    // Another desk has sold to them: the centre knows, and now this one does.
    const other = openFactsDesk(centre);
    other.desk.sell(3, `elsewhere ${next}`);
    await other.desk.drain();
    const fresh = valueOf(await facts.refreshPerson(who));
    expect(fresh.accumulators).not.toEqual(here.accumulators);
    expect(desk.engine.stalePeople(5)).toEqual([]);
    centre.clock.ms += 86_400_000;
    expect(desk.engine.stalePeople(500)).toEqual([who]);
    expect(valueOf(await facts.refreshStale(3))).toEqual({ refreshed: 1, left: 0 });
    expect([...desk.engine.verify()]).toEqual([]);
    centre.clock.ms -= 86_400_000;
    other.close();
  });
});
