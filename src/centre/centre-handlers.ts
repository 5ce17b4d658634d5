import type { Handlers } from "../gateway/answering.ts";
import { nationalHandlers } from "../gateway/national.ts";
import { totalStatementWithSums } from "../gateway/statement-handlers.ts";
import type { Handler } from "../gateway/turn.ts";
import type { Bench } from "./bench.ts";
import { catalogueHandler } from "./catalogue-handler.ts";
import type { Centre } from "./centre.ts";
import { fileChronic, fileRecord, personWithFacts, queryFilings, withdrawFiling } from "./filing-handlers.ts";
import { goodsReturned, goodsSold } from "./goods-handlers.ts";

/** What a centre answers: all that a desk's own door does, and what only a centre can. */
export function centreHandlers(centre: Centre, bench: Bench): Handlers {
  return { get: (infno) => ownHandler(infno, centre, bench) ?? nationalHandlers.get(infno) };
}

function ownHandler(infno: string, centre: Centre, bench: Bench): Handler | undefined {
  switch (infno) {
    case "1101":
      return personWithFacts(bench);
    case "2503":
      return fileChronic(bench);
    case "2505":
      return fileRecord(bench);
    case "2504":
    case "2506":
      return withdrawFiling(bench, infno);
    case "5301":
    case "5302":
      return queryFilings(bench, infno);
    case "1301":
    case "1305":
    case "1306":
      return catalogueHandler(centre, infno);
    case "3201":
      return totalStatementWithSums;
    case "3505":
    case "3505A":
      return goodsSold(bench);
    case "3506":
    case "3506A":
      return goodsReturned(bench);
    default:
      return undefined;
  }
}
