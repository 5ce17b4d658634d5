import type { Fen } from "../../base/money.ts";
import { addFen, formatFen, parseFen, subtractFen, zeroFen } from "../../base/money.ts";
import type { ResultJson } from "../../settle/result.ts";
import type { Command, Io } from "../command.ts";
import type { Answer } from "../desk.ts";
import { UsageError } from "../command.ts";
import { openDesk } from "../desk.ts";
import { explanationOf, noteTexts } from "../explanation.ts";
import { shippedBook } from "../pack-files.ts";
import { padText, padTextStart } from "../text.ts";
import type { DemoBill } from "./demo-day.ts";
import { demoDay } from "./demo-day.ts";

const sums = [
  "total",
  "basic",
  "majorMedical",
  "supplementary",
  "assistance",
  "account",
  "family",
  "cash",
] as const;
type Sum = (typeof sums)[number];
const sumLabels: Readonly<Record<Sum, string>> = {
  total: "总额",
  basic: "统筹",
  majorMedical: "大额",
  supplementary: "补充",
  assistance: "救助",
  account: "账户",
  family: "共济",
  cash: "现金",
};

/** Settles a made-up day of all five regions with the demo supplement and adds it up, or plays a day with an outage. */
export const demoCommand: Command = {
  usage: "demo [outage]",
  does: "用示范参数结算一天的虚构单据（五个统筹区），逐单显示分解，并说明第一单的每一分钱；outage：断网演练，一个中心和两台结算台，断线、恢复、出错、日结",
  run: async (args, io) => {
    if (args.length > 1 || (args[0] ?? "outage") !== "outage")
      throw new UsageError("只有 demo 和 demo outage");
    if (args.length > 0) {
      // Needs a database and servers, which the day of bills does not.
      const { stopOnSignals } = await import("../stop-on-signals.ts");
      return await (await import("./outage-command.ts")).playOutageDay(io, stopOnSignals);
    }
    const desk = openDesk(shippedBook("demo"), { carry: true, explain: true });
    await io.write("OneStop 示范日 · 示范参数·非官方 · 人员和机构均为虚构\n\n");
    const answers = demoDay.map((bill) => ({ bill, answer: desk.settleText(JSON.stringify(bill.claim)) }));
    for (const { bill, answer } of answers) await io.write(slipOf(bill, answer));
    const first = answers[0];
    if (first !== undefined) await io.write(`第一单逐分说明\n${explanationOf(first.answer)}\n`);
    return await writeTotals(
      io,
      answers.map(({ answer }) => answer).filter((answer) => answer.ok),
    );
  },
};

function slipOf(bill: DemoBill, answer: Answer): string {
  const lines = [`── ${bill.title}`, `   ${bill.place}  ${String(bill.claim["serviceTime"]).slice(0, 10)}`];
  if (!answer.ok) {
    lines.push(`   不能结算 ${answer.error.code}：${answer.error.message}`);
    return `${lines.join("\n")}\n\n`;
  }
  const shown = sums.filter((key) => key === "total" || key === "cash" || answer.split[key] !== "0.00");
  lines.push(`   ${shown.map((key) => `${sumLabels[key]} ${answer.split[key]}`).join("  ")}`);
  if (answer.supplementaryManual !== null) {
    lines.push(`   · 回单位申请企业补充：符合范围未支付 ${answer.supplementaryManual.inScopeUnpaid}`);
  }
  for (const note of answer.notes) lines.push(`   · ${noteTexts[note] ?? note}`);
  return `${lines.join("\n")}\n\n`;
}

/** The day by plan; the last line says whether the whole equals its parts. */
async function writeTotals(io: Io, results: readonly ResultJson[]): Promise<0 | 1> {
  const byPlan = Map.groupBy(results, (result) => result.pack.split("@", 1)[0] ?? "");
  await io.write(
    `当日合计\n  ${padText("统筹区", 18)}${padTextStart("笔数", 6)}${sums.map((key) => padTextStart(sumLabels[key], 12)).join("")}\n`,
  );
  const rows = [...byPlan, ["合计", results] as const];
  for (const [plan, ofPlan] of rows) {
    const amounts = sums.map((key) => padTextStart(formatFen(sumOf(ofPlan, key)), 12));
    await io.write(`  ${padText(plan, 18)}${padTextStart(String(ofPlan.length), 6)}${amounts.join("")}\n`);
  }
  const [total, ...parts] = sums.map((key) => sumOf(results, key));
  const rest = parts.reduce((left, part) => subtractFen(left, part), total ?? zeroFen);
  await io.write(`核对：总额 − 各项支付 = ${formatFen(rest)}\n`);
  return rest === 0 ? 0 : 1;
}

function sumOf(results: readonly ResultJson[], key: Sum): Fen {
  return results.reduce((sum, result) => addFen(sum, parseFen(result.split[key])), zeroFen);
}
