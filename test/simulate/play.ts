// node test/simulate/play.ts [days] [first seed] [hospital|pharmacy|town]: plays days one after the other and prints which fail.
// With ONESTOP_UNTIL_FOUND it stops at the first that does and says its seed, for `npm run planted:line`.

import { simulateDay } from "./day.ts";
import { openTemplates } from "./templates.ts";

const days = Number(process.argv[2] ?? 20);
const first = Number(process.argv[3] ?? 1);
const kind = (["hospital", "town"] as const).find((one) => one === process.argv[4]) ?? "pharmacy";
const stops = process.env["ONESTOP_UNTIL_FOUND"] !== undefined;

const { templates, drop } = openTemplates(kind);
const sums = { days: 0, failed: 0, sold: 0, backs: 0, crashes: 0 };
const struck: Record<string, number> = {};
const started = performance.now();
try {
  for (let seed = first; seed < first + days; seed += 1) {
    const report = await simulateDay(seed, templates);
    sums.days += 1;
    sums.sold += report.sold;
    sums.backs += report.backs;
    sums.crashes += report.crashes;
    for (const [fate, count] of Object.entries(report.struck)) struck[fate] = (struck[fate] ?? 0) + count;
    if (report.faults.length === 0) continue;
    sums.failed += 1;
    console.log(JSON.stringify({ seed, kind, faults: report.faults.slice(0, 6) }));
    if (stops) break;
  }
} finally {
  drop();
}
const per = (ms: number): number => Number((ms / sums.days / 1000).toFixed(3));
const cpu = process.cpuUsage();
const secondsPerDay = per(performance.now() - started);
const cpuSecondsPerDay = per((cpu.user + cpu.system) / 1000);
console.log(JSON.stringify({ kind, ...sums, struck, secondsPerDay, cpuSecondsPerDay }));
process.exitCode = sums.failed === 0 ? 0 : 1;
