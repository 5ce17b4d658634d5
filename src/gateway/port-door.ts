import { answerRpc } from "./answer-rpc.ts";
import type { PortAnswer } from "./contract-port.ts";
import { portQuestion } from "./contract-port.ts";
import type { openRpc } from "./rpc.ts";

/** One end of a message channel, whoever made it. */
export interface Port {
  readonly send: (answer: PortAnswer) => void;
  readonly listen: (take: (message: unknown) => void) => void;
}

/** The door for a page of the same machine's window: the verbs of `/rpc`, over a port that only its holder can use. */
export function openPortDoor(
  port: Port,
  {
    call,
    seen,
    fault,
  }: {
    readonly call: ReturnType<typeof openRpc>;
    /** Somebody is at the desk. */
    readonly seen: () => void;
    /** A mistake of ours; the caller hears that nobody knows what became of the call. */
    readonly fault: (verb: string, error: unknown) => void;
  },
): void {
  const answer = async (message: unknown): Promise<void> => {
    const question = portQuestion.safeParse(message);
    if (!question.success) return;
    const { id, verb, text } = question.data;
    seen();
    try {
      const { status, body } = await answerRpc(call, verb, text);
      port.send({ id, status, text: JSON.stringify(body) });
    } catch (error) {
      fault(verb, error);
      port.send({ id, status: 500, text: "{}" });
    }
  };
  port.listen((message) => {
    // Everything that can go wrong is answered above.
    answer(message).catch((error: unknown) => fault("", error));
  });
}
