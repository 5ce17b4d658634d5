import type { VerbOutput } from "../../src/gateway/contract.ts";

type Queue = VerbOutput<"lineQueue">;
type Sale = Queue["waiting"][number]["sale"];

/** One row of the queue: what a person has to see to stands before what only waits. */
export type QueueRow =
  | {
      readonly is: "finding";
      readonly msgid: string;
      readonly sale: Sale;
      readonly finding: Queue["findings"][number];
    }
  | {
      readonly is: "waiting";
      readonly msgid: string;
      readonly sale: Sale;
      readonly waiting: Queue["waiting"][number];
    };

export function queueRows(queue: Queue | undefined): readonly QueueRow[] {
  if (queue === undefined) return [];
  return [
    ...queue.findings.map((finding) => ({
      is: "finding" as const,
      msgid: finding.msgid,
      sale: finding.sale,
      finding,
    })),
    ...queue.waiting.map((waiting) => ({
      is: "waiting" as const,
      msgid: waiting.msgid,
      sale: waiting.sale,
      waiting,
    })),
  ];
}

/** What can be done about a finding; nothing while somebody has to reverse first. */
export function actionOf({ finding }: Extract<QueueRow, { is: "finding" }>): "accept" | "acknowledge" | null {
  if (finding.kind === "different") return "accept";
  const isTakenBack = finding.reversedBy !== null || finding.sale?.reversedBy !== null;
  return isTakenBack ? "acknowledge" : null;
}
