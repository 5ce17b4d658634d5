import type { RollWidth } from "./roll-text.ts";
import { openRoll } from "./roll.ts";

/** A paper that shows what a printer can do: width, Chinese of two and four bytes, strong and large, the square code, the cut. */
export function testSlip(width: RollWidth, printedAt: string): string {
  const roll = openRoll(width);
  roll.title("打印测试");
  roll.mark("测试页，不作凭证");
  roll.rule();
  roll.pair("时间", printedAt);
  roll.pair("每行字位", String(width));
  roll.text("1234567890".repeat(5).slice(0, width));
  roll.text("医保一站式结算台");
  roll.text("姓名用字：𠮷 䶮 㛃 镕 喆", { strong: true });
  roll.sum("合计", "1234.56");
  roll.rule();
  roll.centred("下方应有方码，随后切纸");
  roll.qr("OneStop");
  return roll.source();
}
