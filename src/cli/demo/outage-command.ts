import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { shanghaiDay } from "../../app/clock.ts";
import { demoTown } from "../../app/demo-town.ts";
import { demoPharmacy } from "../../centre/open-demo.ts";
import type { ExitCode, Io } from "../command.ts";
import type { Stopping } from "../stop-on-signals.ts";
import { startDemoCentre } from "./demo-centre-process.ts";
import { openDemoDesk } from "./demo-desk.ts";
import { breakThings } from "./outage-breaks.ts";
import { closeBoth, verdictOf } from "./outage-close.ts";
import { playMorning, playOutage, playReturn } from "./outage-cut.ts";
import type { OutageStage } from "./outage-stage.ts";

/** Plays a day with an outage: a centre and two desks, each in a process of its own, with lines that can be cut. */
export async function playOutageDay(io: Io, stop: () => Stopping): Promise<ExitCode> {
  const { stopped } = stop();
  const root = mkdtempSync(join(tmpdir(), "onestop-outage-"));
  const ends: (() => Promise<void>)[] = [];
  try {
    await io.write("OneStop 断网演练 · 示范参数·非官方 · 人员和机构均为虚构\n");
    await io.write("参考中心、医院、药店各为一个进程，两台各有一条可以切断的线路\n\n");
    const waitMs = untilDayIsLongMs(Date.now());
    if (waitMs > 0) await io.write(`临近零点：等 ${Math.ceil(waitMs / 1000)} 秒，在新的一天开始\n\n`);
    await Promise.race([sleep(waitMs), stopped]);
    const centre = await startDemoCentre(join(root, "centre"));
    ends.push(centre.stop);
    const hospital = await openDemoDesk(join(root, "hospital"), demoTown().institution, centre);
    ends.push(hospital.stop);
    const pharmacy = await openDemoDesk(join(root, "pharmacy"), demoPharmacy, centre);
    ends.push(pharmacy.stop);
    const say = async (line: string): Promise<void> => await io.write(`${line}\n`);
    const day = playDay({ centre, hospital, pharmacy, say });
    // Stopped in the middle, it fails at whatever it is doing when its processes end.
    const ended = await Promise.race([day, stopped.then(() => "stopped" as const)]);
    if (ended !== "stopped") return ended;
    day.catch(() => undefined);
    return 1;
  } finally {
    for (const end of ends.toReversed()) await end();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Longer than all of it takes: what is sold on one day must be closed on it. */
const playMsMax = 120_000;

function untilDayIsLongMs(nowMs: number): number {
  const day = shanghaiDay(nowMs + playMsMax);
  return day === shanghaiDay(nowMs) ? 0 : Date.parse(`${day}T00:00:00+08:00`) - nowMs;
}

async function playDay(stage: OutageStage): Promise<ExitCode> {
  await playMorning(stage);
  const cashSales = await playOutage(stage);
  await playReturn(stage, cashSales);
  await breakThings(stage);
  const open = await closeBoth(stage);
  await stage.say(verdictOf(open));
  return open === 0 ? 0 : 1;
}
