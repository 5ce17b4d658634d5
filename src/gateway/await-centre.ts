import type { Known, LineControl } from "../app/line-control.ts";
import type { Terminal } from "../app/terminal.ts";
import { formatFen } from "../base/money.ts";
import type { Answered } from "./answering.ts";
import { instead, readMessage } from "./answering.ts";
import type { TerminalDoor } from "./national.ts";

/** Transactions whose answer a till prints or pays by. */
const settling: ReadonlySet<string | null> = new Set([
  "2102",
  "2102A",
  "2103",
  "2207",
  "2207A",
  "2208",
  "2304",
  "2304A",
  "2305",
]);

/** Where the centre's word is waited for. */
export interface CentreWait {
  readonly terminal: Pick<Terminal, "settlementByMsgid">;
  readonly line: Pick<LineControl, "outcome">;
  readonly waitMs: number;
}

/**
 * The online answer rule for whoever calls by machine: what was settled here is told as settled once the centre has the
 * very same. The same message asked again, by the same number, waits again.
 *
 * @param text  the message as it came
 * @source domain §6
 */
async function awaitCentre(
  { terminal, line, waitMs }: CentreWait,
  text: string,
  answered: Answered,
): Promise<Answered> {
  if (answered.answer.infcode !== 0 || !settling.has(answered.infno)) return answered;
  const message = readMessage(text, () => ({ answerMsgid: "", receivedMs: 0, answeredMs: 0 }));
  if (!message.ok) return answered;
  const found = terminal.settlementByMsgid(message.envelope.msgid);
  if (!found.ok) return answered;
  const known = await line.outcome(found.value.settlementId, waitMs);
  return known.ok ? withVerdict(answered, known.value) : answered;
}

function withVerdict(answered: Answered, known: Known): Answered {
  const { answer } = answered;
  switch (known.verdict) {
    case "final":
    case "local":
      return answered;
    case "provisional":
      return { ...answered, code: "PROVISIONAL", answer: { ...answer, err_msg: provisionalWords } };
    case "waiting":
    case "unknown":
      return instead(
        answered,
        -1,
        "OUTCOME_PENDING",
        "结果待确认：中心尚无答复，请用原 msgid 再问，或以 2601 冲正",
      );
    case "different":
      return instead(answered, -1, "OUTCOME_DIFFERENT", differentWords(known));
    case "rejected":
      return rejected(answered, known);
  }
}

const provisionalWords = "PROVISIONAL 脱机暂结，非最终结果：中心恢复后以中心结果为准";

function differentWords({ finding }: Known): string {
  const parts = (finding?.differences ?? []).map(
    ({ name, here, there }) => `${name} 本机 ${formatFen(here)} 中心 ${formatFen(there)}`,
  );
  return `中心的金额不同（${parts.join("；")}）：请在结算台按中心金额认账后用原 msgid 再问，或以 2601 冲正`;
}

/** What was taken back here has left nothing; else somebody at the desk has to. */
function rejected(answered: Answered, { finding }: Known): Answered {
  const code = finding === null || finding.code === "" ? "REJECTED" : finding.code;
  const words = finding?.message ?? "";
  const reversedBy = finding?.reversedBy ?? null;
  return reversedBy === null
    ? instead(answered, -1, code, `中心未受理：${words}；请在结算台处理`)
    : instead(answered, -2, code, `中心未受理，本机已撤销：${words}`);
}

/** Waits where there is a line; else the desk's own word is the last. */
export function waitsForCentre(
  door: TerminalDoor,
  lineNow: () => LineControl | null,
  waitMs: number,
): (text: string, answered: Answered) => Promise<Answered> {
  return async (text, answered) => {
    const line = lineNow();
    return line === null
      ? answered
      : await awaitCentre({ terminal: door.terminal, line, waitMs }, text, answered);
  };
}
