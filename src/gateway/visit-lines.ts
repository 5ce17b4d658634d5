import type { FeeLine } from "../wire/fee-line.ts";
import { encodeLine } from "../wire/fee-line.ts";
import { catalogueLines, partsOfLine } from "./catalogued.ts";
import type { Visit, VisitLine } from "./flow-state.ts";
import { findVisit, keepVisit } from "./flow-state.ts";
import type { Outcome, Turn } from "./turn.ts";
import { done, no } from "./turn.ts";

/** What is refused while a settlement of the visit stands. */
export const stillSettled = no("CLAIM_INVALID", "本次就诊已有结算，请先撤销结算");

/** By which a message means every line: 2205 as a batch, 2302 as a line. */
export const allLines = "0000";

/** Rows that speak of a visit each: they must speak of the same. @returns the first, null when they do not */
export function oneVisit<Row extends { readonly centreVisitId: string; readonly psnNo: string }>(
  rows: readonly Row[],
): Row | null {
  const [first] = rows;
  const isOne = rows.every((row) => row.centreVisitId === first?.centreVisitId && row.psnNo === first.psnNo);
  return isOne ? (first ?? null) : null;
}

/** 2204, 2301: lines of one visit join it, all or none; the answer shows how each is split. */
export function addLines(
  turn: Turn,
  rows: readonly { readonly centreVisitId: string; readonly psnNo: string; readonly line: FeeLine }[],
  kind: Visit["kind"],
): Outcome {
  const first = oneVisit(rows);
  if (first === null) return no("CLAIM_INVALID", "一次上传的明细须属于同一次就诊");
  const visit = findVisit(turn, first, kind);
  if (!visit.ok) return visit;
  if (kind === "stay" && visit.value.settlements.length > 0) return stillSettled;
  const lines = catalogueLines(
    turn,
    rows.map(({ line }) => line),
  );
  if (!lines.ok) return lines;
  const known = new Set(visit.value.lines.map(({ id }) => id));
  const again = lines.value.find(({ id }) => known.has(id));
  if (again !== undefined) {
    return no("CLAIM_INVALID", `feedetl_sn ${again.id} 已上传，请先撤销明细或使用新的流水号`);
  }
  keepVisit(turn.door.terminal, { ...visit.value, lines: [...visit.value.lines, ...lines.value] });
  return done({ result: lines.value.map((line) => encodeLine(line, partsOfLine(line), true)) }, null);
}

/** 2205, 2302: takes lines back that no settlement holds. */
export function dropLines(turn: Turn, visit: Visit, isMeant: (line: VisitLine) => boolean): Outcome {
  const lines = visit.lines.filter((line) => line.settledBy !== null || !isMeant(line));
  keepVisit(turn.door.terminal, { ...visit, lines });
  return done({}, null);
}
