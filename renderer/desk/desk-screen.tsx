import { useWords } from "../words/words.ts";

/** The desk: where bills are rung up and settled. */
export function DeskScreen() {
  const { desk } = useWords();
  return <h1>{desk.title}</h1>;
}
