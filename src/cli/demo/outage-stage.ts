import type { z } from "zod";

import { contract } from "../../gateway/contract.ts";
import type { VerbOutput } from "../../gateway/contract.ts";
import { padText } from "../text.ts";
import type { DemoCentreProcess } from "./demo-centre-process.ts";
import type { DemoDesk, DemoPurchase } from "./demo-desk.ts";
import { cashier, granted } from "./demo-desk.ts";

/** Where a day with an outage is played, and where it is told. */
export interface OutageStage {
  readonly centre: DemoCentreProcess;
  readonly hospital: DemoDesk;
  readonly pharmacy: DemoDesk;
  readonly say: (line: string) => Promise<void>;
}

type Sold = VerbOutput<"commit">;
type Verdict = z.output<typeof contract.outcome.output>["verdict"];

const verdicts: Readonly<Record<Verdict, string>> = {
  local: "未连中心",
  waiting: "结果待确认",
  final: "医保结算",
  different: "中心金额不同",
  rejected: "中心拒绝",
  unknown: "结果待确认",
  provisional: "临时分担",
};

/** The longest that a cashier waits for an answer (domain §6). */
export const answerMs = 15_000;

export async function sell(desk: DemoDesk, bill: DemoPurchase): Promise<Sold> {
  const claim = await desk.claim(bill);
  const idempotencyKey = crypto.randomUUID();
  const request = { claim, idempotencyKey, previewHash: null, tenders: [], actor: cashier };
  return granted(await desk.call("commit", contract.commit, request));
}

/** What is known of a sale after so long at the most. */
export async function outcomeOf(desk: DemoDesk, { settlementId }: Sold, waitMs: number) {
  return granted(await desk.call("outcome", contract.outcome, { settlementId, waitMs }));
}

/** Sells, waits for the centre and says what came of it. */
export async function sellAloud({ say }: OutageStage, desk: DemoDesk, bill: DemoPurchase): Promise<Sold> {
  const sold = await sell(desk, bill);
  const { verdict } = await outcomeOf(desk, sold, answerMs);
  await say(saleLine(desk, bill, { sold, what: verdicts[verdict] }));
  return sold;
}

/** One sale as a line: who, what it came to, how it stands. */
export function saleLine(
  desk: DemoDesk,
  { buyer }: DemoPurchase,
  { sold, what }: { readonly sold: Sold; readonly what: string },
): string {
  const { total, fundTotal, account, cash } = sold.settlement.split;
  const amounts = [
    ["总额", total],
    ["基金", fundTotal],
    ["账户", account],
    ["现金", cash],
  ].map(([label = "", amount = ""]) => `${label} ${amount.padStart(7)}`);
  return `  ${placeOf(desk)}  ${padText(buyer.name, 8)}${amounts.join("  ")}  ${what}`;
}

export function placeOf({ kind }: DemoDesk): string {
  return kind === "hospital" ? "医院" : "药店";
}

export async function lineOf(desk: DemoDesk) {
  return granted(await desk.call("lineState", contract.lineState, {}));
}

/** Whether everything that was sold has been answered. */
export async function isDrained(desk: DemoDesk): Promise<boolean> {
  const { pending, unknown, inFlight, state } = await lineOf(desk);
  return state === "online" && pending + unknown + inFlight === 0;
}
