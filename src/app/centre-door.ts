import type { LineAdapter } from "../line/adapter.ts";
import type { LineClient } from "../line/client.ts";
import type { Session } from "../line/session.ts";
import { openSession } from "../line/session.ts";
import type { Habits } from "../upload/habits.ts";
import type { LineBooks } from "./line-books.ts";
import type { Terminal } from "./terminal.ts";

/** The centre as whoever reconciles asks it, beside what the sender sends. */
export interface CentreDoor {
  readonly session: Pick<Session, "ask">;
  readonly habits: Habits;
}

/** Opens it, with a sign-in of its own. */
export function openCentreDoor(
  terminal: Pick<LineBooks, "newMsgid"> & Pick<Terminal, "institution">,
  client: Pick<LineClient, "send">,
  adapter: LineAdapter,
  now: () => number = Date.now,
): CentreDoor {
  const session = openSession({
    client,
    adapter,
    institution: () => terminal.institution,
    newMsgid: terminal.newMsgid,
    now,
  });
  return { session, habits: adapter.habits };
}
