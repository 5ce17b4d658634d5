import { join } from "node:path";

import { expect, test } from "vitest";

import type { Fen } from "../../../src/base/money.ts";
import { fen, formatFen } from "../../../src/base/money.ts";
import { present } from "../../../src/base/assert.ts";
import { actor, openTestDesk, requestOf, valueOf, withStaff } from "../test-desk.ts";
import { csvFile } from "./rows-of.ts";

const day = "2024-05-10";

test("each column says what the books say, and amounts as they were paid after all", async () => {
  const desk = openTestDesk(withStaff);
  try {
    const { terminal } = desk;
    const sell = (key: string, place: string) => {
      const request = requestOf(key, { items: [{ price: "800.00", qty: "2" }] });
      return valueOf(terminal.commit({ ...request, actor: { ...actor, pharmacist: "P009", desk: place } }));
    };
    const [first, second] = [sell("a", "D7"), sell("b", "D8")];
    const unsent = present(
      terminal.unsent(9).find(({ msgid }) => msgid === first.msgid),
      "its message",
    );
    terminal.markSent(first.msgid);
    const { fundTotal, basic, personal, cash } = first.settlement.split;
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
    valueOf(terminal.acceptDifference(first.msgid, actor));

    const file = join(desk.dir, "columns.csv");
    const signal = new AbortController().signal;
    const to = { file, actor, signal, progress: () => undefined };
    valueOf(await terminal.exportTo({ what: "settlements", format: "csv", from: day, to: day }, to));
    const [head = [], ...rows] = csvFile(file, "utf8");
    const told = rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]])));
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
    expect(told).toMatchObject([
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
  } finally {
    desk.close();
  }
});
