import { createHash } from "node:crypto";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { receivePerson } from "../../src/app/people.ts";
import { fen } from "../../src/base/money.ts";
import { openPackSigner } from "../../src/centre/pack-signer.ts";
import { shippedPackFiles } from "../../src/cli/pack-files.ts";
import type { RpcAnswer, Verb } from "../../src/gateway/contract.ts";
import { contract } from "../../src/gateway/contract.ts";
import { openRpc } from "../../src/gateway/rpc.ts";
import { writeBundle } from "../../src/wire/rules-bundle.ts";
import type { TestDesk } from "../app/test-desk.ts";
import { actor, openTestDesk, requestOf, staff, temporaryDir, valueOf, withStaff } from "../app/test-desk.ts";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk((ground) => {
    withStaff(ground);
    receivePerson(ground, {
      psnNo: "P1",
      name: "示例人",
      certType: "01",
      certNo: "990101198001010000",
      cardNo: null,
      cardSn: null,
      token: null,
      plan: "shiyan",
      insutype: "310",
      person: { psnNo: "P1", population: "employee", chronicDiseases: [] },
      family: [],
      asOf: "2024-05-01",
      balance: fen(0),
      accumulators: {},
    });
  });
});
afterEach(() => desk.close());

/** What a screen gets: of the shape that the contract promises. */
async function ask<V extends Verb>(verb: V, input: unknown): Promise<RpcAnswer<V>> {
  const answer = (await openRpc(desk.terminal)(verb, input)) as RpcAnswer<V>;
  if (answer.ok) contract[verb].output.parse(answer.value);
  return answer;
}

async function value<V extends Verb>(verb: V, input: unknown) {
  const answer = await ask(verb, input);
  if (!answer.ok) throw new Error(`${verb}: ${answer.refusal.code} ${answer.refusal.message}`);
  return answer.value;
}

async function refusal(verb: Verb, input: unknown): Promise<string> {
  const answer = await ask(verb, input);
  return answer.ok ? "" : answer.refusal.code;
}

const approval = staff.supervisor;

/** A supplement that fills one value, told by a bureau. */
function supplement(cap: string, plan = "shiyan"): string {
  return [
    "format: onestop-supplement/1",
    "id: bureau",
    "label: 经办机构告知",
    "official: true",
    "source: 十堰市医保局电话记录",
    "signedBy: 示范主管",
    "fills:",
    `  - plan: ${plan}`,
    "    basicCap:",
    `      - { status: unconfirmed, clause: 电话记录, value: { rows: [{ amount: "${cap}" }] } }`,
  ].join("\n");
}

describe("the rules on a screen", () => {
  test("stand with clause, status and days; what is unknown is listed with whom to ask", async () => {
    const values = await value("rulesOn", { plan: "shiyan", day: "2024-05-10" });
    expect(values.find(({ path }) => path === "benefits.outpatient.deductible")).toMatchObject({
      status: "stated",
      benefit: { id: "outpatient" },
      isSupplied: false,
    });
    expect(await value("rulesOn", { plan: "shiyan", day: "2020-01-01" })).toEqual([]);
    expect(await refusal("rulesOn", { plan: "shiyan", day: "2024-02-30" })).toBe("CLAIM_INVALID");
    valueOf(desk.terminal.takeIntoUse({ files: [], supplement: "none", approval }));
    const unknown = await value("unknownRules", { plan: "shiyan" });
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.every(({ status, clause }) => status === "unknown" && clause !== "")).toBe(true);
    const calendar = await value("rulesCalendar", { from: "2022-01-01", to: "2024-12-31" });
    expect(calendar).toContainEqual(
      expect.objectContaining({ day: "2022-12-31", plan: "shiyan", kind: "begins" }),
    );
    expect(calendar.find(({ plan, kind }) => plan === "shiyan" && kind === "trialEnds")?.day).toBe(
      "2024-01-01",
    );
    expect(calendar.map(({ day }) => day)).toEqual(calendar.map(({ day }) => day).toSorted());
  });

  test("are filled by a supplement that is tried, saved, activated and taken back", async () => {
    const before = (await value("rulesInUse", {})).map(({ sha256 }) => sha256);
    const wrong = await value("checkSupplement", { name: "bureau.yaml", text: supplement("many") });
    expect(wrong.faults).not.toEqual([]);
    const strange = await value("checkSupplement", {
      name: "bureau.yaml",
      text: supplement("1.00", "nowhere"),
    });
    expect(strange.faults).toMatchObject([{ path: "fills[0].plan" }]);
    const file = { name: "bureau.yaml", text: supplement("150000.00") };
    const tried = await value("checkSupplement", file);
    expect(tried).toMatchObject({
      faults: [],
      about: { source: "十堰市医保局电话记录", signedBy: "示范主管" },
    });
    expect(tried.fills.map(({ path }) => path)).toEqual(["basicCap"]);
    expect(tried.unknown.some(({ path, plan }) => plan === "shiyan" && path === "basicCap")).toBe(false);

    expect(await refusal("saveSupplement", { file: { ...file, text: "no" }, approval })).toBe("PACK_INVALID");
    expect(await refusal("saveSupplement", { file, approval: staff.cashier })).toBe("APPROVAL_REQUIRED");
    const saved = await value("saveSupplement", { file, approval });
    expect(saved).toMatchObject({ source: "desk", state: "staged" });
    expect((await value("rulesInUse", {})).map(({ sha256 }) => sha256)).toEqual(before);
    expect(await value("activateRules", { id: saved.id, approval })).toMatchObject({ state: "active" });
    const filled = await value("rulesOn", { plan: "shiyan", day: "2024-05-10" });
    expect(filled.find(({ path }) => path === "basicCap")).toMatchObject({ isSupplied: true });
    expect(await value("rollBackRules", { id: saved.id, approval })).toMatchObject({ state: "rolledBack" });
    expect((await value("rulesInUse", {})).map(({ sha256 }) => sha256)).toEqual(before);
    expect([...desk.terminal.verify()]).toEqual([]);
  });

  test("are filled by a form that keeps what is filled, and compared before they are used", async () => {
    const entry = {
      plan: "shiyan",
      benefit: "antenatal",
      population: null,
      rules: {
        pays: [
          { to: "2023-12-31", status: "unknown", clause: "未载" },
          {
            from: "2024-01-01",
            status: "unconfirmed",
            clause: "电话记录",
            value: { by: "limit", per: "pregnancy", rows: [{ amount: "400.00" }] },
          },
        ],
      },
    };
    const about = { label: "经办机构告知", source: "十堰市医保局", signedBy: "示范主管" };
    const drafted = await value("draftSupplement", { keeps: true, ...about, entries: [entry] });
    expect(drafted).toMatchObject({ faults: [], base: { id: "demo", official: false } });
    // Beside values for show it is for show as well.
    expect(drafted.about).toMatchObject({ id: "demo", official: false, source: "十堰市医保局" });
    const paths = drafted.fills.filter(({ plan }) => plan === "shiyan").map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["basicCap", "benefits.antenatal.pays"]));
    const alone = await value("draftSupplement", { keeps: false, ...about, entries: [entry] });
    expect(alone.about).toMatchObject({ id: "institution", official: true });
    expect(alone.unknown.length).toBeGreaterThan(drafted.unknown.length);
    const wrong = { ...entry, rules: { pays: [{ status: "stated", clause: "", value: 1 }] } };
    const tried = await value("draftSupplement", { keeps: true, ...about, source: "", entries: [wrong] });
    expect(tried.faults.map(({ path }) => path.replace(/^.*[.]/, ""))).toEqual(
      expect.arrayContaining(["source", "clause"]),
    );

    const saved = await value("saveSupplement", { file: drafted.file, approval });
    const changes = await value("compareRules", { id: saved.id });
    expect(changes.map(({ before, after }) => [before?.status, after?.status, after?.from])).toEqual(
      expect.arrayContaining([[undefined, "unconfirmed", "2024-01-01"]]),
    );
    expect(changes.every(({ after }) => after?.path === "benefits.antenatal.pays")).toBe(true);
    // What waits is gone on from: a second value does not put the first away.
    const second = { ...entry, benefit: "birth" };
    const both = await value("draftSupplement", { keeps: true, ...about, entries: [second] });
    expect(both.fills.filter(({ path }) => /antenatal|birth\./.test(path)).map(({ plan }) => plan)).toEqual(
      expect.arrayContaining(["shiyan"]),
    );
    expect(await refusal("compareRules", { id: "none" })).toBe("DOWNLOAD_NOT_FOUND");
  });

  test("come from a medium, are tried on the past and put away", async () => {
    const signer = openPackSigner(join(temporaryDir(), "signer"));
    const file = shippedPackFiles().find(({ name }) => name.startsWith("shiyan/"));
    const text = (file?.text ?? "").replaceAll('"500.00"', '"0.00"');
    const sha256 = createHash("sha256").update(text).digest("hex");
    const effective = { effective_from: "2024-05-01T00:00:00.000+08:00" };
    const notice = signer.notice({ kind: "pack", name: "shiyan.yaml", sha256, text, ...effective });
    const bundle = writeBundle([{ notice, text }]);
    expect(await refusal("importRules", { text: bundle })).toBe("RULES_SIGNER_UNKNOWN");
    expect(await value("rulesSigner", {})).toBeNull();
    const { publicKey } = signer;
    expect(await refusal("trustSigner", { publicKey: "AAAA", approval: staff.administrator })).toBe(
      "RULES_SIGNER_UNKNOWN",
    );
    expect(await refusal("trustSigner", { publicKey, approval })).toBe("APPROVAL_REQUIRED");
    expect(await value("signerFingerprint", { publicKey: "AAAA" })).toEqual({ fingerprint: null });
    const shown = await value("signerFingerprint", { publicKey });
    await value("trustSigner", { publicKey, approval: staff.administrator });
    expect(await value("rulesSigner", {})).toMatchObject(shown);
    const [staged] = await value("importRules", { text: bundle });
    const downloadId = staged?.id ?? "";
    valueOf(desk.terminal.commit(requestOf("k", { items: [{ price: "80.00" }] })));
    const question = { downloadId, from: "2024-05-01", to: "2024-05-31", rulesDay: null };
    let impact = await value("startImpact", question);
    while (impact.state === "running") {
      await new Promise(setImmediate);
      impact = await value("impactOf", { id: impact.id });
    }
    expect(impact).toMatchObject({ state: "done", sales: 1, changed: 1, change: { fundTotal: "40.00" } });
    expect(impact.largest).toMatchObject([{ plan: "shiyan", change: { personal: "-40.00" } }]);
    expect(await value("discardRules", { id: downloadId, approval })).toMatchObject({ state: "discarded" });
    expect(await refusal("startImpact", { ...question, to: "2024-04-30" })).toBe("CLAIM_INVALID");
    expect(await refusal("impactOf", { id: "none" })).toBe("DOWNLOAD_NOT_FOUND");
  });

  test("cannot be fetched where there is no centre", async () => {
    expect(await refusal("fetchRules", {})).toBe("CENTRE_UNREACHED");
    expect(await refusal("fetchCatalogue", {})).toBe("CENTRE_UNREACHED");
    expect(await refusal("refreshPerson", { psnNo: "P1" })).toBe("CENTRE_UNREACHED");
    expect(await value("catalogueDownloads", {})).toEqual([]);
    const decision = { id: "none", approval };
    expect(await refusal("activateCatalogue", decision)).toBe("DOWNLOAD_NOT_FOUND");
    expect(await refusal("rollBackCatalogue", decision)).toBe("DOWNLOAD_NOT_FOUND");
    expect(await refusal("discardCatalogue", decision)).toBe("DOWNLOAD_NOT_FOUND");
  });
});

describe("filings on a screen", () => {
  test("are written down and wait for the line", async () => {
    const days = { psnNo: "P1", from: "2024-05-10", to: null, phone: null, address: null, reason: null };
    const request = { ...days, kind: "offSite", recordType: "referral", region: "420100" };
    expect(await value("previewFiling", { request, stay: null })).toEqual({ counts: "direct" });
    const filed = await value("fileRequest", { request, stay: null, idempotencyKey: "f1", actor });
    expect(filed).toMatchObject({ kind: "offSite", what: "referral", state: "pending", serial: null });
    expect(await value("filing", { msgid: filed.msgid })).toEqual(filed);
    expect(await value("openFilings", { limit: 10 })).toEqual([filed]);
    expect(await value("filingsOf", { psnNo: "P1" })).toEqual({ here: [filed], onFile: [] });
    await value("retryFilings", {});
    const withdrawal = { msgid: filed.msgid, reason: "误", idempotencyKey: "f2", actor };
    expect(await refusal("withdrawFiling", withdrawal)).toBe("FILING_STATE");
    expect(await refusal("withdrawFiling", { ...withdrawal, msgid: "none" })).toBe("FILING_NOT_FOUND");
    const nobody = { ...request, psnNo: "P9" };
    expect(await refusal("fileRequest", { request: nobody, stay: null, idempotencyKey: "f3", actor })).toBe(
      "PERSON_NOT_FOUND",
    );
  });
});
