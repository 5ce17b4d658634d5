import { requestOf } from "./test-desk.ts";

/** The commit of a place in a round; the test asks again under the same key. */
export function stormRequest(ofRound: string, at: number): ReturnType<typeof requestOf> {
  const items = Array.from({ length: 5 }, (_, item) => ({ price: `${3 + (at % 7)}.${10 + item}` }));
  return requestOf(`round ${ofRound} commit ${at}`, { person: { psnNo: `S${at % 5}` }, items });
}
