/**
 * Answers questions together that come at the same time: those that the event loop has brought by its next turn. Whoever
 * is alone waits no longer than before.
 *
 * @param most  how many are answered at once; the others are next
 * @param answer  gives the answers in the order of the questions; what it throws all of them get
 */
export function gather<Question, Answer>(
  most: number,
  answer: (questions: readonly Question[]) => readonly Answer[],
): (question: Question) => Promise<Answer> {
  interface Waiting {
    readonly question: Question;
    readonly done: (answer: Answer | undefined) => void;
    readonly failed: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  const answerSome = (): void => {
    const some = waiting.splice(0, most);
    if (waiting.length > 0) setImmediate(answerSome);
    try {
      const answers = answer(some.map(({ question }) => question));
      for (const [at, { done }] of some.entries()) done(answers[at]);
    } catch (error) {
      for (const one of some) one.failed(error);
    }
  };
  return async (question) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>();
    waiting.push({ question, done: resolve, failed: reject });
    if (waiting.length === 1) setImmediate(answerSome);
    const given = await promise;
    if (given === undefined) throw new Error("a question without an answer");
    return given;
  };
}
