import { setImmediate } from "node:timers/promises";

/** More in one go would make the first wait for the last. */
const mostAtOnce = 32;
/** While one batch waits for the books another is thought about, when there is enough for one. */
const lanesMax = 2;
const enoughForALane = 8;

/**
 * Answers what comes while others are being answered together with what has come meanwhile; whoever comes alone is
 * answered alone, at once.
 *
 * @param answer  gives the answers in the order of the questions, and does not throw for one of them
 */
export function inBatches<Question, Answer>(
  answer: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  interface Waiting {
    readonly question: Question;
    readonly done: (answer: Answer) => void;
    readonly failed: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let lanes = 0;
  /** A few more that wait cost least together with those that come until a lane is free. */
  const mayGoOn = (others: number): boolean =>
    waiting.length > 0 && (others === 0 || (others < lanesMax && waiting.length >= enoughForALane));
  const serve = async (): Promise<void> => {
    lanes += 1;
    while (mayGoOn(lanes - 1)) {
      // What the event loop has brought by its next turn goes along.
      await setImmediate();
      const some = waiting.splice(0, mostAtOnce);
      try {
        const answers = await answer(some.map(({ question }) => question));
        for (const [at, one] of answers.entries()) some[at]?.done(one);
      } catch (error) {
        for (const one of some) one.failed(error);
      }
    }
    lanes -= 1;
  };
  return async (question) =>
    await new Promise<Answer>((done, failed) => {
      waiting.push({ question, done, failed });
      if (mayGoOn(lanes)) serve().catch(failed);
    });
}
