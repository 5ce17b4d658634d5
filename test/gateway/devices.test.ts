import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";

import { openDeskDevices } from "../../main/desk-devices.ts";
import { openFakePrinter, serveFakePrinter } from "../../native/fake/fake-printer.ts";
import type { FakePrinterOptions } from "../../native/fake/fake-printer.ts";
import { forkDevices } from "../../native/fork-devices.ts";
import type { DevicesControl } from "../../src/app/devices-control.ts";
import type { Verb, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { contract } from "../../src/gateway/contract.ts";
import { openRpc } from "../../src/gateway/rpc.ts";
import type { DeviceSettings } from "../../src/scan/device-settings.ts";
import { usualFramings } from "../../src/scan/framing.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { plugIn } from "../native/pty-pair.ts";
import type { TestDesk } from "../app/test-desk.ts";
import { actor, openTestDesk, staff, valueOf, withStaff } from "../app/test-desk.ts";
import { usualDeviceSettings } from "../../src/scan/usual-devices.ts";

let desk: TestDesk;
let devices: DevicesControl;
beforeEach(() => {
  desk = openTestDesk(withStaff);
  devices = openDeskDevices({
    start: forkDevices,
    settingsOf: (name) => desk.terminal.deskDevices(name).settings,
    log: () => undefined,
  });
});
afterEach(async () => {
  await devices.close();
  desk.close();
});

async function ask(verb: Verb, input: unknown, from: "here" | "elsewhere" = "here") {
  const answer = await openRpc(desk.terminal, { devices })(verb, input, from);
  if (answer === null) throw new Error(`no verb ${verb}`);
  return answer;
}

/** The value of a verb, which has the shape that the contract says and no other. */
async function call<V extends Verb>(verb: V, input: VerbInput<V>): Promise<VerbOutput<V>> {
  const answer = valueOf(await ask(verb, input));
  const value = contract[verb].output.parse(answer);
  expect(value).toEqual(answer);
  return value as VerbOutput<V>;
}

async function refusalOf(verb: Verb, input: unknown, from: "here" | "elsewhere" = "here"): Promise<string> {
  const answer = await ask(verb, input, from);
  return answer.ok ? "none" : answer.refusal.code;
}

const line = { baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none" } as const;
function withDevices(...added: DeviceSettings["devices"]): DeviceSettings {
  return { ...usualDeviceSettings, devices: added };
}
function serial(path: string): DeviceSettings["devices"][number] {
  const framing = usualFramings.anyLineEnd;
  return { id: "counter", kind: "serialScanner", path, ...line, framing, encoding: "auto" };
}
const simulated: DeviceSettings["devices"][number] = {
  id: "fake",
  kind: "simulatedScanner",
  framing: usualFramings.anyLineEnd,
};

test("settings of a desk: kept with the books, changed with an approval, noted in the audit chain", async () => {
  expect(await call("deskDevices", { desk: "D1" })).toEqual({
    desk: "D1",
    settings: usualDeviceSettings,
    changedAt: null,
    changedBy: null,
  });
  const change = { desk: "D1", settings: withDevices(simulated) };
  expect(await refusalOf("changeDeskDevices", { ...change, approval: staff.cashier })).toBe(
    "APPROVAL_REQUIRED",
  );
  const wrong = { ...change, settings: { ...change.settings, more: 1 }, approval: staff.supervisor };
  expect(await refusalOf("changeDeskDevices", wrong)).toBe("CLAIM_INVALID");
  const twice = { desk: "D1", settings: withDevices(simulated, simulated), approval: staff.supervisor };
  expect(await refusalOf("changeDeskDevices", twice)).toBe("CLAIM_INVALID");
  const kept = await call("changeDeskDevices", { ...change, approval: staff.supervisor });
  expect(kept).toMatchObject({ settings: change.settings, changedBy: "S001" });
  desk.reopen();
  expect(await call("deskDevices", { desk: "D1" })).toEqual(kept);
  expect((await call("deskDevices", { desk: "D2" })).changedAt).toBeNull();
  const [entry] = await call("auditLog", { from: null, limit: 1 });
  expect(entry).toMatchObject({ action: "changeDevices", subject: "D1", operator: "S001" });
  expect([...desk.terminal.verify()]).toEqual([]);
});

test("a maker's driver is a program: only an administrator lets this machine run it", async () => {
  const driver = { id: "card", kind: "vendorDriver", command: ["driver"], settings: {} } as const;
  const change = { desk: "D1", settings: withDevices({ ...driver, command: ["driver"] }) };
  expect(await refusalOf("changeDeskDevices", { ...change, approval: staff.supervisor })).toBe(
    "APPROVAL_REQUIRED",
  );
  await call("changeDeskDevices", { ...change, approval: staff.administrator });
  // What does not touch the program stays a supervisor's affair.
  const more = withDevices({ ...driver, command: ["driver"] }, simulated);
  await call("changeDeskDevices", { desk: "D1", settings: more, approval: staff.supervisor });
});

test("devices are for callers at this machine alone", async () => {
  const question = { desk: "D1", after: null, waitMs: 0, looks: false };
  expect(await refusalOf("deviceEvents", question, "elsewhere")).toBe("DEVICES_ELSEWHERE");
  expect(await refusalOf("deskDevices", { desk: "D1" }, "elsewhere")).toBe("DEVICES_ELSEWHERE");
  expect(await refusalOf("settlementsOf", { psnNo: null, day: null, limit: 1 }, "elsewhere")).toBe("none");
});

test("a scan at a real port reaches whoever follows the desk, with its bytes and frame while it is looked at", async () => {
  const folder = mkdtempSync(join(tmpdir(), "onestop-desk-devices-"));
  const cable = await plugIn(folder);
  onTestFinished(async () => {
    await cable.pull();
    rmSync(folder, { recursive: true, force: true });
  });
  const settings = withDevices(serial(cable.path));
  await call("changeDeskDevices", { desk: "D1", settings, approval: staff.supervisor });
  const heard: VerbOutput<"deviceEvents">["items"][number][] = [];
  let after: string | null = null;
  const until = async (is: (item: (typeof heard)[number]) => boolean): Promise<void> => {
    for (let turn = 0; turn < 50 && !heard.some(is); turn += 1) {
      const part: VerbOutput<"deviceEvents"> = await call("deviceEvents", {
        desk: "D1",
        after,
        waitMs: 2000,
        looks: true,
      });
      after = part.next;
      heard.push(...part.items);
      const { states } = await call("deviceStates", { desk: "D1" });
      if (states.some(({ state }) => state === "ready")) ready.resolve();
    }
    expect(heard.some(is)).toBe(true);
  };
  const ready = Promise.withResolvers<void>();
  const waiting = until((item) => "report" in item && item.report === "frame");
  await ready.promise;
  await cable.write(Buffer.from("]E06901234567892\r\n"));
  await waiting;
  await until((item) => "event" in item && item.event === "scan");
  expect(heard).toContainEqual(
    expect.objectContaining({
      event: "scan",
      device: "counter",
      content: expect.objectContaining({ kind: "product" }) as unknown,
    }),
  );
  const bytes = heard.flatMap((item) => ("report" in item && item.report === "bytes" ? [item.hex] : []));
  expect(Buffer.from(bytes.join(""), "hex").toString()).toBe("]E06901234567892\r\n");
  // A page that comes anew hears nothing of what was scanned before it.
  const anew = await call("deviceEvents", { desk: "D1", after: null, waitMs: 5000, looks: false });
  expect(anew.items).toEqual([]);
  const hex = Buffer.from("\x0269012345678\r").toString("hex");
  const chunks = [0, 1000, 2000].map((ms) => ({ hex, ms }));
  expect(await call("proposeFraming", { chunks })).toMatchObject({
    ok: true,
    framing: { prefix: "02", ends: ["0d"] },
  });
  expect(await call("proposeFraming", { chunks: [] })).toMatchObject({ ok: false });
}, 60_000);

test("a simulated device is made to read by its name, and every event says what it is", async () => {
  await call("changeDeskDevices", {
    desk: "D1",
    settings: withDevices(simulated),
    approval: staff.supervisor,
  });
  const items: VerbOutput<"deviceEvents">["items"][number][] = [];
  let { next: after } = await call("deviceEvents", { desk: "D1", after: null, waitMs: 0, looks: false });
  const until = async (word: string): Promise<void> => {
    const isThere = (): boolean => JSON.stringify(items).includes(word);
    for (let turn = 0; turn < 20 && !isThere(); turn += 1) {
      const part = await call("deviceEvents", { desk: "D1", after, waitMs: 2000, looks: false });
      after = part.next;
      items.push(...part.items);
    }
    expect(isThere()).toBe(true);
  };
  await until('"ready"');
  const act = { kind: "send", hex: Buffer.from("6901234567892").toString("hex") } as const;
  await call("simulateDevice", { desk: "D1", device: "fake", act });
  await until('"scan"');
  expect(items.every((item) => "simulated" in item && item.simulated)).toBe(true);
  expect(await refusalOf("simulateDevice", { desk: "D1", device: "none", act })).toBe("DEVICES_UNAVAILABLE");
}, 30_000);

async function printing(options: FakePrinterOptions = {}) {
  const fake = openFakePrinter(options);
  const served = await serveFakePrinter(fake);
  onTestFinished(served.close);
  const port = { by: "tcp", host: "127.0.0.1", port: served.port } as const;
  const settings = withDevices({ id: "slips", kind: "printer", port, paper: "80", drawer: 2 });
  await call("changeDeskDevices", { desk: "D1", settings, approval: staff.supervisor });
  const claim = { ...sampleClaim({ items: [{ name: "阿莫西林", price: "800.00" }] }) };
  const { split } = (await call("preview", { claim })).settlement;
  const tenders = [{ kind: "cash" as const, amount: split.cash }];
  const request = { claim, idempotencyKey: "k1", previewHash: null, tenders, actor };
  const { settlementId } = await call("commit", request);
  return { fake, settlementId };
}

test("a slip comes out of the desk's printer, counted, with the drawer once; what is known stands in the books", async () => {
  const { fake, settlementId } = await printing();
  const first = await call("printAtDesk", { settlementId, actor });
  expect(first).toMatchObject({ copy: 1, outcome: "printed", simulated: false });
  expect(fake.paper()).toMatchObject({ cuts: 1, pulses: 1 });
  expect(fake.paper().text).toContain("阿莫西林");
  expect(await call("printAtDesk", { settlementId, actor })).toMatchObject({ copy: 2, outcome: "printed" });
  expect(fake.paper().text).toContain("重打 第 2 份");
  // The drawer was for the money, not for the paper.
  expect(fake.paper().pulses).toBe(1);
  const { copies } = await call("slip", { settlementId, paper: "80" });
  expect(copies.map(({ copy, outcome, paper }) => [copy, outcome, paper])).toEqual([
    [1, "printed", "80"],
    [2, "printed", "80"],
  ]);
  expect(await call("printTestSlip", { desk: "D1", openDrawer: true })).toMatchObject({ outcome: "printed" });
  expect(fake.paper()).toMatchObject({ cuts: 3, pulses: 2 });
}, 30_000);

test("without paper nothing is printed and the copy keeps its number; a line cut in the middle is unknown", async () => {
  const { fake, settlementId } = await printing({ paperLines: 0, cutAfter: 400 });
  const out = await call("printAtDesk", { settlementId, actor });
  expect(out).toMatchObject({ copy: 1, outcome: "failed" });
  expect(out.message).toContain("缺纸");
  fake.loadPaper(1000);
  expect(await call("printAtDesk", { settlementId, actor })).toMatchObject({ copy: 1, outcome: "unknown" });
  expect(await call("printAtDesk", { settlementId, actor })).toMatchObject({ copy: 2, outcome: "printed" });
}, 30_000);

test("a desk without a printer says so, and counts nothing", async () => {
  const claim = { ...sampleClaim({ items: [{ price: "80.00" }] }) };
  const request = { claim, idempotencyKey: "k1", previewHash: null, tenders: [], actor };
  const { settlementId } = await call("commit", request);
  expect(await refusalOf("printAtDesk", { settlementId, actor })).toBe("PRINTER_NONE");
  expect((await call("slip", { settlementId, paper: "80" })).copies).toEqual([]);
});

test("what is plugged in is listed; a list that cannot be made says why", async () => {
  const { devices: found } = await call("attachedDevices", {});
  const wordless = found.filter((one) => one.kind === "unlisted" && one.reason === "");
  expect(wordless).toEqual([]);
}, 30_000);
