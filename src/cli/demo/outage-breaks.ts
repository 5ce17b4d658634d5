import { causeNames } from "../../recon/causes.ts";
import type { Cause } from "../../recon/causes.ts";
import { contract } from "../../gateway/contract.ts";
import { formatMsgid } from "../../wire/msgid.ts";
import { cashier, granted, until } from "./demo-desk.ts";
import { purchase } from "./outage-cut.ts";
import type { OutageStage } from "./outage-stage.ts";
import { answerMs, isDrained, lineOf, outcomeOf, saleLine, sell, sellAloud } from "./outage-stage.ts";

const brokenMs = 20_000;

/** Makes the centre and the line do wrong, one thing after the other. What the close will find of it is said in 〔〕. */
export async function breakThings(stage: OutageStage): Promise<void> {
  await stage.say("");
  await stage.say("四、故意出错");
  await wrongTotals(stage);
  await twiceDelivered(stage);
  await repeatedBeside(stage);
  await refusedCode(stage);
  await forgotten(stage);
  await lostAnswer(stage);
}

/** The answer says less of the fund than was booked: the cashier sees it and takes the sale back. */
async function wrongTotals(stage: OutageStage): Promise<void> {
  const { centre, pharmacy, say } = stage;
  await centre.misbehave([{ kind: "wrongTotals", infno: ["2102"], fen: 100, count: 1 }]);
  const sold = await sellAloud(stage, pharmacy, purchase(pharmacy, 7, { qty: 6 }));
  await centre.misbehave([]);
  const { settlementId } = sold;
  // What the centre has otherwise the cashier may take back alone (domain §6).
  const request = { settlementId, idempotencyKey: `back ${settlementId}`, actor: cashier, approval: null };
  const back = granted(await pharmacy.call("reverse", contract.reverse, request));
  const { verdict } = await outcomeOf(pharmacy, back, answerMs);
  if (verdict !== "final") throw new Error(`撤销：${verdict}`);
  await say("        中心应答少报基金 1.00：收费员当场看到，不认，撤销（2103 中心已确认）");
}

/** The line delivers a message twice: it is done once. */
async function twiceDelivered(stage: OutageStage): Promise<void> {
  const { centre, hospital } = stage;
  await centre.misbehave([{ kind: "duplicate", infno: ["2207"], count: 1 }]);
  await sellAloud(stage, hospital, purchase(hospital, 95));
  await centre.misbehave([]);
  await stage.say("        同一报文到达中心两次：只办一次");
}

/** Somebody sends a sale once more under a number of their own: to the centre that is another sale. */
async function repeatedBeside(stage: OutageStage): Promise<void> {
  const { centre, pharmacy } = stage;
  const sold = await sellAloud(stage, pharmacy, purchase(pharmacy, 75));
  const sent = pharmacy.line.lastWith(`"2102"`, sold.msgid);
  if (sent === null) throw new Error("the sale did not go over the line");
  const other = formatMsgid(sold.msgid.slice(0, 12), Date.now() - 3_600_000, 9999);
  const infcode = await centre.bring(sent.replaceAll(sold.msgid, other));
  if (infcode !== 0) throw new Error("the centre did not take the sale a second time");
  await planted(stage, "duplicate", "换一个报文编号又送一次，中心当作另一笔");
}

/** The centre refuses a sale on which the same person's next one already rests. */
async function refusedCode(stage: OutageStage): Promise<void> {
  const { centre, hospital } = stage;
  await hospital.line.cut();
  const bills = [purchase(hospital, 85), purchase(hospital, 85, { qty: 2 })];
  for (const bill of bills)
    await stage.say(saleLine(hospital, bill, { sold: await sell(hospital, bill), what: "线路又断，待发" }));
  await centre.misbehave([{ kind: "refuse", infno: ["2207"], code: "CLAIM_INVALID", count: 1 }]);
  await hospital.line.mend();
  await hospital.call("retryNow", contract.retryNow, {});
  await until("送完待发报文", brokenMs, async () => await isDrained(hospital));
  await centre.misbehave([]);
  await planted(stage, "rejected", "第一笔中心拒绝（CLAIM_INVALID），第二笔用了它的起付线，不能自动撤销");
}

/** The centre says that it is done, and loses its newest work. */
async function forgotten(stage: OutageStage): Promise<void> {
  const { centre, hospital } = stage;
  await centre.misbehave([{ kind: "forget", infno: ["2207"], count: 1 }]);
  await sellAloud(stage, hospital, purchase(hospital, 65));
  await centre.misbehave([]);
  await planted(stage, "missingThere", "中心答复成功，随后丢了这一笔");
}

/** The answer is lost, and what was asked about it is not answered either: nobody knows until the close. */
async function lostAnswer(stage: OutageStage): Promise<void> {
  const { centre, pharmacy } = stage;
  await centre.misbehave([
    { kind: "lostAnswer", infno: ["2102"], count: 1 },
    { kind: "fault", infno: ["5201"] },
  ]);
  const bill = purchase(pharmacy, 55);
  const sold = await sell(pharmacy, bill);
  await until("应答丢失", brokenMs, async () => (await lineOf(pharmacy)).unknown === 1);
  await stage.say(saleLine(pharmacy, bill, { sold, what: "结果待确认" }));
  await planted(stage, "answerLost", "应答在途中丢失，查询也不通：不当作失败，等日结查明");
}

async function planted({ say }: OutageStage, cause: Cause, words: string): Promise<void> {
  await say(`        ${words}〔${causeNames[cause]}〕`);
}
