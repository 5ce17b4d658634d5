import { wordOf } from "../words/word-of.ts";

/** What an entry says was done; some actions say more after a space. */
export function actionName(action: string, words: Readonly<Record<string, string>>): string {
  const [kind = "", ...more] = action.split(" ");
  return [wordOf(words, kind), ...more].join(" ");
}
