import type { Write } from "./deliver.ts";
import type { Terminal } from "./terminal.ts";
import type { Turns } from "./turns.ts";

interface Waiting {
  /** Runs the work. @returns what tells of it once it is durable */
  readonly run: () => () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Runs works on the books that come at the same time as parts of one transaction, so that they wait for the disk once.
 * What does not fit into the time of one turn is left for the next; one that throws goes back alone, a fault of the disk is
 * everybody's.
 */
export function writesTogether({ each }: Pick<Terminal, "each">, turns: Turns): Write {
  const waiting: Waiting[] = [];
  let isServing = false;
  const serve = async (): Promise<void> => {
    isServing = true;
    while (waiting.length > 0) {
      await turns.next();
      runSome(each, waiting, performance.now() + turns.pieceMs());
    }
    isServing = false;
  };
  return async (work) =>
    await new Promise((done, failed) => {
      const run = (): (() => void) => {
        const value = work();
        return () => done(value);
      };
      waiting.push({ run, failed });
      if (!isServing) serve().catch(failed);
    });
}

/** As many as there is time for, and one in any case. */
function runSome(each: Terminal["each"], waiting: Waiting[], untilMs: number): void {
  const some = waiting.splice(0);
  const left: Waiting[] = [];
  const works = some.map((one, at) => () => {
    if (at === 0 || performance.now() < untilMs) return one.run();
    left.push(one);
    return () => undefined;
  });
  try {
    for (const [at, ran] of each(works).entries()) {
      if (ran.ok) ran.value();
      else some[at]?.failed(ran.error);
    }
    waiting.unshift(...left);
  } catch (error) {
    for (const one of some) one.failed(error);
  }
}
