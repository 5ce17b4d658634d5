import { deedOf, moneyDeeds } from "../recon/causes.ts";
import type { Difference } from "../recon/differences.ts";
import type { Closing } from "./closing.ts";
import { accept, decline } from "./ground.ts";
import type { LineBooks } from "./line-books.ts";
import type { LineControl } from "./line-control.ts";
import type { ReconBooks } from "./recon-books.ts";
import { doDeed } from "./recon-deeds.ts";
import type { Progress } from "./reconcile.ts";
import { reconcile } from "./reconcile.ts";
import type { Approval } from "./supervision.ts";
import type { Actor, Refused, Result, Terminal } from "./terminal.ts";

export interface CloserBooks extends ReconBooks, LineBooks, Terminal {}

/** A deed that was asked for and could not be done; the others were. */
export interface Undone {
  readonly id: string;
  readonly refusal: Refused;
}

/** The wizard of a day's close: one at a time, as it asks the centre and changes books. */
export interface DayCloser {
  /** Starts a close or goes on with it, whatever it was stopped by. */
  readonly continueClose: (day: string) => Promise<Result<Closing>>;
  /** Does the deeds of some differences, then looks again. */
  readonly repair: (
    asked: Repair,
  ) => Promise<Result<{ readonly closing: Closing; readonly undone: readonly Undone[] }>>;
  /** Ends what is under way after its present question; it can be gone on with. */
  readonly cancel: () => void;
  /** null: nothing is under way. */
  readonly progress: () => Progress | null;
}

export interface Repair {
  readonly day: string;
  /** Of differences; none: all. */
  readonly ids: readonly string[] | null;
  readonly actor: Actor;
  readonly approval: Approval | null;
}

interface Held {
  progress: Progress | null;
  running: AbortController | null;
}

/** @param control  null: there is no line to a centre, and a day can only be closed provisionally */
export function openDayCloser(books: CloserBooks, control: LineControl | null): DayCloser {
  const held: Held = { progress: null, running: null };
  const door = control?.centre ?? null;
  const look = async (day: string): Promise<Closing> => {
    const progress = (now: Progress): void => {
      held.progress = now;
    };
    return await reconcile(
      { books, door, progress, ...(held.running === null ? {} : { signal: held.running.signal }) },
      day,
    );
  };
  return {
    continueClose: async (day) => await alone(held, async () => accept(await look(day))),
    repair: async (asked) =>
      await alone(held, async (signal) => {
        const done = await repairAll(books, control, asked, signal);
        return done.ok ? accept({ closing: await look(asked.day), undone: done.value }) : done;
      }),
    cancel: () => held.running?.abort(),
    progress: () => held.progress,
  };
}

async function alone<T>(held: Held, work: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> {
  if (held.running !== null) return decline("CLOSE_RUNNING", "对账正在进行，请等它结束", {});
  const running = new AbortController();
  held.running = running;
  try {
    return await work(running.signal);
  } catch (error) {
    if (!running.signal.aborted) throw error;
    return decline("CLOSE_RUNNING", "对账已中止，可随时继续", { cancelled: true });
  } finally {
    held.running = null;
    held.progress = null;
  }
}

async function repairAll(
  books: CloserBooks,
  control: LineControl | null,
  { day, ids, actor, approval }: Repair,
  signal: AbortSignal,
): Promise<Result<readonly Undone[]>> {
  const door = control?.centre ?? null;
  if (control === null || door === null)
    return decline("CENTRE_AWAY", "没有到医保中心的连接，差异只能结转", { code: "NO_LINE" });
  const found = books.closingOf(day)?.differences ?? [];
  const meant = ids === null ? found : found.filter(({ id }) => ids.includes(id));
  if (ids !== null && meant.length < ids.length)
    return decline("DIFFERENCE_NOT_FOUND", "这项差异已不存在，请刷新", { day });
  const mayDo = allowed(books, meant, { actor, approval });
  if (!mayDo.ok) return mayDo;
  const undone: Undone[] = [];
  for (const difference of meant) {
    // What was done stays done; the rest is offered again.
    signal.throwIfAborted();
    const done = await doDeed({ books, door, control, day, actor: mayDo.value }, difference);
    if (!done.ok) undone.push({ id: difference.id, refusal: done.refusal });
  }
  return accept(undone);
}

/** One approval for all of them: of the deed that needs it most. */
function allowed(
  books: CloserBooks,
  meant: readonly Difference[],
  { actor, approval }: Pick<Repair, "actor" | "approval">,
): Result<Actor> {
  const hungry = meant.find(({ cause }) => needsApproval(cause)) ?? meant[0];
  return hungry === undefined ? accept(actor) : books.mayDo(deedOf[hungry.cause], actor, approval);
}

function needsApproval(cause: Difference["cause"]): boolean {
  return moneyDeeds.has(deedOf[cause]);
}
