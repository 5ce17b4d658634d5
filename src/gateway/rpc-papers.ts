import { rollBytes, rollSvg } from "../app/papers/render-roll.ts";
import type { RollWidth } from "../app/papers/roll-text.ts";
import { dayPage, shiftPage } from "../app/papers/sheet-pages.ts";
import { dayRoll, shiftRoll } from "../app/papers/sheet-rolls.ts";
import { feeListPage, settlementPage } from "../app/papers/slip-pages.ts";
import { slipRoll } from "../app/papers/slip-roll.ts";
import type { SlipCopy } from "../app/papers/papers.ts";
import { papersContract } from "./contract-papers.ts";
import type { Call } from "./rpc-verb.ts";
import { map, verb } from "./rpc-verb.ts";

/** Papers for the screens. */
export const papersVerbs: Readonly<Record<keyof typeof papersContract, Call>> = {
  slip: verb(papersContract.slip, (terminal, { settlementId, paper }) =>
    map(terminal.slip(settlementId), ({ slip, copies }) => ({
      rendered: render(paper, slip, { roll: slipRoll, page: settlementPage }),
      copies: [...copies],
    })),
  ),
  printSlip: verb(papersContract.printSlip, (terminal, request) =>
    map(terminal.printSlip(request), ({ slip, copies, copy }) => ({
      copy,
      rendered: render(request.paper, slip, { roll: slipRoll, page: settlementPage }),
      copies: [...copies],
    })),
  ),
  slipOutcome: verb(papersContract.slipOutcome, (terminal, told) => terminal.slipOutcome(told)),
  feeList: verb(papersContract.feeList, (terminal, { settlementId }) =>
    map(terminal.slip(settlementId), ({ slip }) => ({ html: feeListPage(slip) })),
  ),
  daySheet: verb(papersContract.daySheet, (terminal, { day, paper }) =>
    map(terminal.daySheet(day), (sheet) => ({
      rendered: render(paper, sheet, { roll: dayRoll, page: dayPage }),
    })),
  ),
  shiftSheet: verb(papersContract.shiftSheet, (terminal, { paper, ...of }) =>
    map(terminal.shiftSheet(of), (sheet) => ({
      rendered: render(paper, sheet, { roll: shiftRoll, page: shiftPage }),
    })),
  ),
};

interface Forms<T> {
  readonly roll: (said: T, width: RollWidth) => string;
  readonly page: (said: T) => string;
}

/** Places a line, by the width of the roll. */
export const rollPlaces = { "58": 32, "80": 48 } as const;

function render<T>(paper: SlipCopy["paper"], said: T, forms: Forms<T>) {
  if (paper === "a4") return { form: "page" as const, html: forms.page(said) };
  const width = rollPlaces[paper];
  const source = forms.roll(said, width);
  const bytes = Buffer.from(rollBytes(source, width)).toString("base64");
  return { form: "roll" as const, source, svg: rollSvg(source, width), bytes };
}
