import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import type { Committed } from "../../../src/app/terminal.ts";
import type { Fen } from "../../../src/base/money.ts";
import { fen, formatFen } from "../../../src/base/money.ts";
import { present } from "../../../src/base/assert.ts";
import type { TestDesk } from "../test-desk.ts";
import { actor, openTestDesk, requestOf, valueOf, withStaff } from "../test-desk.ts";
import { csvFile } from "./rows-of.ts";

const day = "2024-05-10";

let desk: TestDesk;
beforeEach(() => {
  desk = openTestDesk(withStaff);
});
afterEach(() => {
  desk.close();
});

function sell(key: string, place: string) {
  const request = requestOf(key, { items: [{ price: "800.00", qty: "2" }] });
  const by = { ...actor, pharmacist: "P009", desk: place };
  return valueOf(desk.terminal.commit({ ...request, actor: by }));
}

/** The centre pays a fen more than we had computed, and a minute later that is accepted. */
function accepted({ msgid, settlement }: Committed): void {
  const { terminal } = desk;
  const unsent = present(
    terminal.unsent(9).find((one) => one.msgid === msgid),
    "its message",
  );
  terminal.markSent(msgid);
  const { fundTotal, basic, personal, cash } = settlement.split;
  const by = (name: "fundTotal" | "basic" | "personal" | "cash", here: Fen, more: number) => {
    return { name, here, there: fen(here + more) };
  };
  const differences = [
    by("fundTotal", fundTotal, 1),
    by("basic", basic, 1),
    by("personal", personal, -1),
    by("cash", cash, -1),
  ];
  const answer = { centreVisitId: "V1", centreSettlementId: "C1", differences };
  terminal.deliver(unsent, { state: "confirmed", ...answer });
  desk.clock.ms += 60_000;
  valueOf(terminal.acceptDifference(msgid, actor));
}

/** The settlements of the day by the names of their columns. */
async function exported(): Promise<readonly Record<string, string | undefined>[]> {
  const file = join(desk.dir, "columns.csv");
  const to = { file, actor, signal: new AbortController().signal, progress: () => undefined };
  const request = { what: "settlements", format: "csv", from: day, to: day } as const;
  valueOf(await desk.terminal.exportTo(request, to));
  const [head = [], ...rows] = csvFile(file, "utf8");
  return rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]])));
}

test("each column says what the books say, and amounts as they were paid after all", async () => {
  const [first, second] = [sell("a", "D7"), sell("b", "D8")];
  const { fundTotal, basic, personal, cash } = first.settlement.split;
  accepted(first);
  const same = {
    就医日期: day,
    类型: "结算",
    方式: "医保",
    参保地: "shiyan",
    医疗类别: "普通门诊",
    收费员: "C001",
    药师: "P009",
    撤销的结算: "",
    替代的结算: "",
    被何结算撤销: "",
    补充参数: "demo",
  };
  expect(await exported()).toMatchObject([
    {
      ...same,
      结算编号: first.settlementId,
      结算时间: first.committedAt,
      台号: "D7",
      报文编号: first.msgid,
      报文状态: "已确认",
      中心结算编号: "C1",
      基本统筹: formatFen(fen(basic + 1)),
      基金支付合计: formatFen(fen(fundTotal + 1)),
      个人负担: formatFen(fen(personal - 1)),
      现金支付: formatFen(fen(cash - 1)),
      按中心金额认账时间: "2024-05-10T10:01:00.000+08:00",
    },
    {
      ...same,
      结算编号: second.settlementId,
      台号: "D8",
      报文编号: second.msgid,
      报文状态: "待发送",
      中心结算编号: "",
      基金支付合计: formatFen(second.settlement.split.fundTotal),
      按中心金额认账时间: "",
    },
  ]);
});
