import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import type { VendorLimits } from "../../../native/card/vendor-lines.ts";
import { runVendorDriver } from "../../../native/card/vendor-driver.ts";
import { vendorLimits } from "../../../native/card/vendor-lines.ts";
import type { DeviceEvent } from "../../../src/scan/device-event.ts";
import { deviceEvent } from "../../../src/scan/device-event.ts";
import { temporaryDir } from "../../app/test-desk.ts";
import { sampleCard, sampleFields } from "./sample-cards.ts";

const example = join(import.meta.dirname, "../../../native/card/example/vendor-driver-example.ts");
/** A driver is a process: what it does wrong is done for real. */
const ready = `process.stdout.write('{"tell":"ready","driver":"t"}\\n');`;

interface Heard {
  readonly events: DeviceEvent[];
  /** The next event that is such a one, from those not waited for yet. */
  readonly next: (like: (event: DeviceEvent) => boolean) => Promise<DeviceEvent>;
  readonly close: () => Promise<void>;
}

function run(
  command: readonly [string, ...string[]],
  settings: Readonly<Record<string, string>> = {},
  limits: Partial<VendorLimits> = {},
): Heard {
  const events: DeviceEvent[] = [];
  let seen = 0;
  let wake = (): void => undefined;
  const driver = runVendorDriver(
    { device: "card", command, settings },
    (event) => {
      events.push(deviceEvent.parse(event));
      wake();
    },
    { limits: { ...vendorLimits, restartMs: [10], ...limits } },
  );
  const next: Heard["next"] = async (like) => {
    for (;;) {
      const at = events.findIndex((event, place) => place >= seen && like(event));
      const found = events[at];
      if (found !== undefined) {
        seen = at + 1;
        return found;
      }
      const { promise, resolve } = Promise.withResolvers<undefined>();
      wake = () => {
        resolve(undefined);
      };
      await promise;
    }
  };
  onTestFinished(driver.close);
  return { events, next, close: driver.close };
}

const node = (code: string): readonly [string, ...string[]] => [process.execPath, "-e", code];
const isState = (state: string) => (event: DeviceEvent) => event.event === "state" && event.state === state;
const isCard = (change: string) => (event: DeviceEvent) => event.event === "card" && event.change === change;

describe("the driver of a maker", () => {
  test("the example: a card is put in, read and taken out, and the process goes when it is told", async () => {
    const dir = temporaryDir();
    onTestFinished(() => {
      rmSync(dir, { recursive: true });
    });
    const file = join(dir, "card.txt");
    const heard = run([process.execPath, example], { file });
    await heard.next(isState("ready"));
    writeFileSync(file, `${sampleFields.join("|")}|\n`);
    await heard.next(isCard("inserted"));
    expect(await heard.next(isCard("read"))).toMatchObject({ device: "card", card: sampleCard });
    rmSync(file);
    await heard.next(isCard("removed"));
    writeFileSync(file, "990100|||\n");
    expect(await heard.next(isCard("unreadable"))).toMatchObject({
      card: null,
      reason: "社会保障号码：缺少；卡号：缺少；卡识别码：缺少；姓名：缺少",
    });
    await heard.close();
    expect(heard.events.filter(isState("failed"))).toEqual([]);
  });

  test("killed, it is started again, and the next card is read", async () => {
    const heard = run(node(`${ready} setTimeout(() => process.kill(process.pid, "SIGKILL"), 50);`));
    await heard.next(isState("ready"));
    expect(await heard.next(isState("failed"))).toMatchObject({ reason: "读卡驱动退出，正在重新启动" });
    await heard.next(isState("ready"));
  });

  test.each([
    ["garbage", `setInterval(() => process.stdout.write("no json\\n"), 1);`, "读卡驱动输出无法识别"],
    [
      "lines that are none of ours",
      `setInterval(() => console.log('{"tell":"ready"}'), 1);`,
      "读卡驱动输出无法识别",
    ],
    [
      "one line without an end",
      `setInterval(() => process.stdout.write("x".repeat(9999)), 1);`,
      "读卡驱动输出过长",
    ],
    [
      "a flood",
      `setInterval(() => { for (let i = 0; i < 500; i++) console.log('{"tell":"alive"}'); }, 1);`,
      "输出过多",
    ],
    ["nothing at all", "setInterval(() => undefined, 1000);", "没有应答"],
  ])("%s: it is stopped, with its reason, and started again", async (_, does, reason) => {
    const heard = run(node(`${ready} ${does}`), {}, { silenceMsMax: 2500 });
    await heard.next(isState("ready"));
    const failed = await heard.next(isState("failed"));
    expect(failed).toMatchObject({ reason: expect.stringContaining(reason) as unknown });
    await heard.next(isState("opening"));
    await heard.next(isState("ready"));
  });

  test("that does not heed being told to go is killed", async () => {
    const heard = run(node(`${ready} process.stdin.resume(); setInterval(() => undefined, 1000);`));
    await heard.next(isState("ready"));
    await heard.close();
    expect(heard.events.at(-1)).toMatchObject({ event: "state", state: "ready" });
  });

  test("that is not there is told, with what to do", async () => {
    const heard = run([join(temporaryDir(), "none")]);
    expect(await heard.next(isState("failed"))).toMatchObject({
      reason: "读卡驱动不能启动，请检查驱动程序的路径",
    });
  });

  test("a card told field by field is held to the same checks", async () => {
    const tell = (card: unknown) => `console.log(${JSON.stringify(JSON.stringify({ tell: "card", card }))});`;
    const wrong = { ...sampleCard, certNo: "990101199003070013" };
    const nobody = { ...sampleCard, certNo: null, cardNo: null };
    const code = `${ready} ${tell(sampleCard)} ${tell(wrong)} ${tell(nobody)} process.stdin.resume();`;
    const heard = run(node(code));
    expect(await heard.next(isCard("read"))).toMatchObject({ card: sampleCard });
    expect(await heard.next(isCard("unreadable"))).toMatchObject({ reason: "社会保障号码：校验位不符" });
    expect(await heard.next(isCard("unreadable"))).toMatchObject({ reason: "社会保障号码：缺少" });
  });
});
