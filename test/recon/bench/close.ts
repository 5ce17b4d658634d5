// node test/recon/bench/close.ts [sales …]: a day of so many sales and some refunds, sold and sent for real, is closed
// against a reference centre on this machine; a JSON line each, with its ratio to what the close may take.

import { valueOf } from "../../app/test-desk.ts";
import { openTestCentre } from "../../centre/test-centre.ts";
import { customers, supervisor } from "../../line/desk-and-centre.ts";
import { openCloseDesk } from "../close-desk.ts";

/** What a close may take, by the sales of its day. */
const limits = [
  { sales: 2000, seconds: 5 },
  { sales: 20_000, seconds: 30 },
] as const;

const burst = 100;
const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : limits.map(({ sales }) => sales);

let isMet = true;
for (const sales of sizes) {
  const ratio = await measure(sales);
  isMet &&= ratio <= 1;
}
process.exitCode = isMet ? 0 : 1;

async function measure(sales: number): Promise<number> {
  const centre = await openTestCentre("embedded");
  const desk = openCloseDesk(centre, "pharmacy");
  try {
    const day = desk.engine.today();
    for (let from = 0; from < sales; from += burst) {
      for (let at = from; at < Math.min(from + burst, sales); at += 1) {
        const sold = desk.sell(at % customers.length, `sale ${at}`, {
          account: { use: false, balance: "0.00", family: [] },
        });
        if (at % 50 === 49) desk.reverse(sold);
      }
      await desk.drain(burst * 5);
      if (from % 2000 === 0) console.error(`${from} of ${sales} sold`);
    }
    const started = performance.now();
    const closing = valueOf(await desk.closer().continueClose(day));
    const compared = performance.now() - started;
    valueOf(desk.engine.sealDay(day, supervisor, false));
    const seconds = (performance.now() - started) / 1000;
    const limit = limits.find((one) => sales <= one.sales)?.seconds ?? (30 * sales) / 20_000;
    const told = closing.count;
    console.log(
      JSON.stringify({
        bench: "close of a day",
        sales,
        told,
        step: closing.step,
        seconds,
        compareSeconds: compared / 1000,
        limit,
        ratio: seconds / limit,
        ok: seconds <= limit,
      }),
    );
    return seconds / limit;
  } finally {
    desk.close();
    await centre.close();
  }
}
