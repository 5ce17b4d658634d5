import { decline } from "../app/ground.ts";
import { claimPackPages } from "../app/papers/claim-pack.ts";
import type { RollWidth } from "../app/papers/roll-text.ts";
import { dayPage, shiftPage } from "../app/papers/sheet-pages.ts";
import { dayRoll, shiftRoll } from "../app/papers/sheet-rolls.ts";
import { feeListPage, settlementPage } from "../app/papers/slip-pages.ts";
import { slipRoll } from "../app/papers/slip-roll.ts";
import type { Papers, SlipCopy } from "../app/papers/papers.ts";
import type { Actor, Result } from "../app/terminal.ts";
import { papersContract } from "./contract-papers.ts";
import type { Call } from "./rpc-verb.ts";
import { map, ok, verb } from "./rpc-verb.ts";

/** Papers for the screens. */
export const papersVerbs: Readonly<Record<keyof typeof papersContract, Call>> = {
  slip: verb(papersContract.slip, async (terminal, { settlementId, paper }) => {
    const render = await renderer();
    return map(terminal.slip(settlementId), ({ slip, copies }) => ({
      rendered: render(paper, slip, { roll: slipRoll, page: settlementPage }),
      copies: [...copies],
    }));
  }),
  printSlip: verb(papersContract.printSlip, async (terminal, request) => {
    const render = await renderer();
    return map(terminal.printSlip(request), ({ slip, copies, copy }) => ({
      copy,
      rendered: render(request.paper, slip, { roll: slipRoll, page: settlementPage }),
      copies: [...copies],
    }));
  }),
  slipOutcome: verb(papersContract.slipOutcome, (terminal, told) => terminal.slipOutcome(told)),
  feeList: verb(papersContract.feeList, (terminal, { settlementId }) =>
    map(terminal.slip(settlementId), ({ slip }) => ({ html: feeListPage(slip) })),
  ),
  claimPack: verb(papersContract.claimPack, (terminal, asked) => claimPack(terminal, asked)),
  daySheet: verb(papersContract.daySheet, async (terminal, { day, paper }) => {
    const render = await renderer();
    return map(terminal.daySheet(day), (sheet) => ({
      rendered: render(paper, sheet, { roll: dayRoll, page: dayPage }),
    }));
  }),
  shiftSheet: verb(papersContract.shiftSheet, async (terminal, { paper, ...of }) => {
    const render = await renderer();
    return map(terminal.shiftSheet(of), (sheet) => ({
      rendered: render(paper, sheet, { roll: shiftRoll, page: shiftPage }),
    }));
  }),
};

/** A settlement that was taken back, and a taking back itself, leave nothing to claim. */
function claimPack(
  terminal: Papers,
  { settlementId, actor }: { readonly settlementId: string; readonly actor: Actor | null },
): Result<{ copy: number | null; html: string }> {
  const shown = terminal.slip(settlementId);
  if (!shown.ok) return shown;
  const { kind, reversedBy } = shown.value.slip;
  if (kind === "reversal" || reversedBy !== null)
    return decline("ALREADY_REVERSED", "本笔已撤销，没有可报销的费用", { settlementId });
  if (actor === null) return ok({ copy: null, html: claimPackPages(shown.value.slip) });
  return map(terminal.printSlip({ settlementId, paper: "a4", actor }), ({ slip, copy }) => ({
    copy,
    html: claimPackPages(slip),
  }));
}

interface Forms<T> {
  readonly roll: (said: T, width: RollWidth) => string;
  readonly page: (said: T) => string;
}

/** Places a line, by the width of the roll. */
export const rollPlaces = { "58": 32, "80": 48 } as const;

/** Draws papers. What draws rolls is a third of the program, and is loaded with the first paper. */
async function renderer() {
  const { rollBytes, rollSvg } = await import("../app/papers/render-roll.ts");
  return <T>(paper: SlipCopy["paper"], said: T, forms: Forms<T>) => {
    if (paper === "a4") return { form: "page" as const, html: forms.page(said) };
    const width = rollPlaces[paper];
    const source = forms.roll(said, width);
    const bytes = Buffer.from(rollBytes(source, width)).toString("base64");
    return { form: "roll" as const, source, svg: rollSvg(source, width), bytes };
  };
}
