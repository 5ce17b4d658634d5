import { contract } from "../../gateway/contract.ts";
import { causeNames } from "../../recon/causes.ts";
import type { DemoDesk, DemoPurchase } from "./demo-desk.ts";
import { buyerAt, cashier, granted, supervisor, until } from "./demo-desk.ts";
import type { OutageStage } from "./outage-stage.ts";
import {
  answerMs,
  isDrained,
  lineOf,
  outcomeOf,
  placeOf,
  saleLine,
  sell,
  sellAloud,
} from "./outage-stage.ts";

const goods = { hospital: "XD00035", pharmacy: "XD00054" } as const;
/** Somebody who buys at both places while neither can know of the other. */
const comesTwice = buyerAt(35);
/** Who is served while the line goes, and who pays in cash: what they buy shows each mode. */
const buyersOf = { hospital: [25, 45], pharmacy: [2, 3] } as const;
const limits = { perSale: "300.00", perPersonDay: "400.00", perDesk: "600.00", count: 5 };
const awayMs = 20_000;
const drainMs = 30_000;

/** What somebody buys at a desk, unless it is said otherwise. */
export function purchase(desk: DemoDesk, at: number, more: Partial<DemoPurchase> = {}): DemoPurchase {
  return { buyer: buyerAt(at), item: goods[desk.kind], qty: 1, usesAccount: false, ...more };
}

/** A morning like any other: facts are fresh, every sale is answered. */
export async function playMorning(stage: OutageStage): Promise<void> {
  const { hospital, pharmacy, say } = stage;
  await say("一、线路正常");
  for (const desk of [hospital, pharmacy]) {
    for (const buyer of [comesTwice, ...buyersOf[desk.kind].map(buyerAt)])
      granted(await desk.call("refreshPerson", contract.refreshPerson, { psnNo: buyer.psnNo }));
    const agreement = { fresh: limits, old: limits, freshDays: 7, oldDays: 60 };
    granted(
      await desk.call("agreeProvisional", contract.agreeProvisional, { agreement, approval: supervisor }),
    );
  }
  await sellAloud(stage, hospital, purchase(hospital, 5, { usesAccount: true }));
  await sellAloud(stage, hospital, purchase(hospital, 15));
  await sellAloud(stage, pharmacy, purchase(pharmacy, 1, { qty: 6, usesAccount: true }));
}

/** A cash sale of the outage, to be settled when the centre is back. */
interface CashSale {
  readonly desk: DemoDesk;
  readonly code: string;
}

/** Sells on without the centre, in both modes. @source domain §7 */
export async function playOutage(stage: OutageStage): Promise<readonly CashSale[]> {
  const { hospital, pharmacy, say } = stage;
  await say("");
  await say("二、切断两条线路");
  await hospital.line.cut();
  await pharmacy.line.cut();
  for (const desk of [hospital, pharmacy]) await noticed(stage, desk);
  await say(
    `  方式乙 临时分担（主管已设限额：每笔 ${limits.perSale}，每人每日 ${limits.perPersonDay}，每台共 ${limits.perDesk}）`,
  );
  for (const desk of [hospital, pharmacy])
    await sellAloud(stage, desk, { ...purchase(desk, 0), buyer: comesTwice });
  for (const desk of [hospital, pharmacy]) {
    const { provisional } = await lineOf(desk);
    const left =
      provisional.left === null ? "无" : `${provisional.left.perDesk} 元、${provisional.left.count} 笔`;
    await say(`  ${placeOf(desk)}  尚余额度 ${left}`);
  }
  await say("  方式甲 先收现金，恢复后补结算（小票：脱机暂记，非医保结算凭证）");
  return [
    await sellForCash(stage, hospital, purchase(hospital, buyersOf.hospital[1], { qty: 8 })),
    await sellForCash(stage, pharmacy, purchase(pharmacy, buyersOf.pharmacy[1], { qty: 10 })),
  ];
}

/** Somebody is being served when the line goes; after some calls in vain the desk says so itself. */
async function noticed({ say }: OutageStage, desk: DemoDesk): Promise<void> {
  const started = performance.now();
  const bill = purchase(desk, buyersOf[desk.kind][0], { qty: desk.kind === "hospital" ? 1 : 6 });
  const sold = await sell(desk, bill);
  await until("转入脱机", awayMs, async () => (await lineOf(desk)).state === "offline");
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  await say(saleLine(desk, bill, { sold, what: `结果待确认；${seconds} 秒后自动转入脱机` }));
}

/** More than may be split without the centre: it says so, and the bill is paid in cash. */
async function sellForCash({ say }: OutageStage, desk: DemoDesk, bill: DemoPurchase): Promise<CashSale> {
  const claim = await desk.claim(bill);
  const request = { claim, idempotencyKey: crypto.randomUUID(), tenders: [], actor: cashier };
  const refused = await desk.call("commit", contract.commit, { ...request, previewHash: null });
  if (refused.ok) throw new Error("a sale beyond the limits was split without the centre");
  const cashKey = crypto.randomUUID();
  const sold = granted(
    await desk.call("commitCash", contract.commitCash, { ...request, idempotencyKey: cashKey }),
  );
  const code = sold.resettleCode ?? "";
  await say(saleLine(desk, bill, { sold, what: `${refused.refusal.code}，收现，补结算码 ${code}` }));
  return { desk, code };
}

/** The lines come back one after the other; what was held back goes out by itself, and cash sales are settled. */
export async function playReturn(stage: OutageStage, cashSales: readonly CashSale[]): Promise<void> {
  const { hospital, pharmacy, say } = stage;
  await say("");
  await say("三、恢复线路");
  for (const desk of [hospital, pharmacy]) await comeBack(stage, desk);
  for (const { desk, code } of cashSales) {
    const asked = { code, correction: null };
    const preview = granted(await desk.call("resettlePreview", contract.resettlePreview, asked));
    const { settled, back } = granted(
      await desk.call("resettle", contract.resettle, {
        ...asked,
        idempotencyKey: `resettle ${code}`,
        previewHash: preview.previewHash,
        actor: cashier,
      }),
    );
    const { verdict } = await outcomeOf(desk, settled, answerMs);
    if (verdict !== "final") throw new Error(`补结算 ${code}：${verdict}`);
    const { fundTotal } = settled.settlement.split;
    const returned = back.map(({ amount }) => amount).join("、");
    await say(`  ${placeOf(desk)}  补结算码 ${code}：按就医日结算，基金 ${fundTotal}，退还现金 ${returned}`);
  }
}

async function comeBack({ say }: OutageStage, desk: DemoDesk): Promise<void> {
  const { pending } = await lineOf(desk);
  const started = performance.now();
  await desk.line.mend();
  await until("送完待发报文", drainMs, async () => await isDrained(desk));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  await say(`  ${placeOf(desk)}  自动恢复在线，待发 ${pending} 笔 ${seconds} 秒送完`);
  const { findings } = granted(await desk.call("lineQueue", contract.lineQueue, { limit: 10 }));
  for (const { differences } of findings) {
    const told = differences.find(({ name }) => name === "fundTotal");
    if (told !== undefined)
      await say(
        `        ${comesTwice.name} 当天在两处购药，中心重新核定：基金 ${told.here} → ${told.there}，留待日结认账〔${causeNames.amount}〕`,
      );
  }
}
