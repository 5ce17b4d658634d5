import { createContext, useContext } from "react";

import { zh } from "./zh.ts";

/** The strings of a language; the Chinese ones say which there are. */
export type Words = typeof zh;

export const WordsContext = createContext<Words>(zh);

export function useWords(): Words {
  return useContext(WordsContext);
}
