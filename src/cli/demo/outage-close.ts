import type { z } from "zod";

import { shanghaiDay } from "../../app/clock.ts";
import type { Fen } from "../../base/money.ts";
import { addFen, formatFen, negateFen, parseFen, subtractFen, zeroFen } from "../../base/money.ts";
import { contract } from "../../gateway/contract.ts";
import { causeNames, deedNames } from "../../recon/causes.ts";
import { padText } from "../text.ts";
import type { DemoDesk } from "./demo-desk.ts";
import { cashier, granted, supervisor, until } from "./demo-desk.ts";
import type { OutageStage } from "./outage-stage.ts";
import { isDrained, placeOf } from "./outage-stage.ts";

type Closing = z.output<typeof contract.sealDay.output>;

const settleMs = 20_000;

/** Closes the day of both places with the centre. @returns by how much desks and centre still differ; null: something is not right that has no amount */
export async function closeBoth(stage: OutageStage): Promise<Fen | null> {
  const { centre, hospital, pharmacy, say } = stage;
  await say("");
  await say("五、日结对账：每项差异有原因，每个原因只有一种处理");
  const sealed = [await close(stage, pharmacy), await close(stage, hospital)];
  const faults = await centre.faults();
  const findings: number[] = [];
  for (const desk of [pharmacy, hospital])
    findings.push(granted(await desk.call("verify", contract.verify, {})).length);
  const wrong = findings.reduce((sum, one) => sum + one, faults);
  await say("");
  await say(`六、核验：两台账本重算 ${findings.join("、")} 处不符，中心累计和账户 ${faults} 处不符`);
  const isSealed = sealed.every(({ outcome }) => outcome === "balanced");
  return wrong > 0 || !isSealed ? null : sealed.map(openOf).reduce(addFen, zeroFen);
}

async function close(stage: OutageStage, desk: DemoDesk): Promise<Closing> {
  const { centre, say } = stage;
  const day = shanghaiDay(Date.now());
  const found = granted(await desk.call("continueClose", contract.continueClose, { day }));
  await say(`  ${placeOf(desk)}  ${found.count} 笔，差异 ${found.differences.length} 项`);
  for (const { cause, deed, delta } of found.differences) {
    const name = padText(`${causeNames[cause]} ${cause}`, 24);
    const there = `中心${moreOrLess(delta.total)}，基金${moreOrLess(delta.fundTotal)}`;
    await say(`        ${name} → ${padText(deedNames[deed], 16)} ${there}`);
  }
  for (const words of [...found.unnamed, found.failure ?? ""])
    if (words !== "") await say(`        ${words}`);
  await centre.misbehave([]);
  const asked = { day, ids: null, actor: cashier, approval: supervisor };
  const { undone } = granted(await desk.call("repairDifferences", contract.repairDifferences, asked));
  for (const { code, message } of undone) await say(`        未能处理：${code} ${message}`);
  await until("送完待发报文", settleMs, async () => await isDrained(desk));
  const looked = granted(await desk.call("continueClose", contract.continueClose, { day }));
  const said = await desk.call("sealDay", contract.sealDay, {
    day,
    provisional: false,
    approval: supervisor,
  });
  const end = said.ok ? said.value : looked;
  const { total, fundTotal, account } = end.open;
  const state = said.ok ? "已平，封存" : `未能封存：${said.refusal.code} ${said.refusal.message}`;
  await say(
    `        处理后差额：总额 ${total}  基金 ${fundTotal}  账户 ${account}；${end.count} 笔，${state}`,
  );
  return end;
}

/** What the totals of both sides differ by, whatever the sign. */
function openOf({ groups }: Closing): Fen {
  return groups
    .flatMap(({ sums, theirs }) =>
      (["total", "fundTotal", "account"] as const).map((name) =>
        subtractFen(theirs === null ? zeroFen : parseSigned(theirs[name]), parseSigned(sums[name])),
      ),
    )
    .map((difference) => (difference < 0 ? negateFen(difference) : difference))
    .reduce(addFen, zeroFen);
}

function moreOrLess(text: string): string {
  const amount = parseSigned(text);
  if (amount === 0) return "相同";
  return amount > 0 ? `多 ${text}` : `少 ${text.slice(1)}`;
}

function parseSigned(text: string): Fen {
  return text.startsWith("-") ? negateFen(parseFen(text.slice(1))) : parseFen(text);
}

/** @returns the last line of the day */
export function verdictOf(open: Fen | null): string {
  if (open === null) return "not balanced";
  return `${open === 0 ? "balanced" : "not balanced"} ${formatFen(open)}`;
}
