import { parseSupplement } from "../rules/parse-pack.ts";
import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import type { DeskState } from "./supervision.ts";

/** What every screen says at its edge. Asked for often: whether it is a demo is read once for each supplement. */
export function deskStateOf({ store, clock, books }: Ground): () => DeskState {
  const demos = new Map<string, boolean>();
  const isDemo = (sha256: string): boolean => {
    const known = demos.get(sha256);
    if (known !== undefined) return known;
    const parsed = parseSupplement(store.packs.inUse().find((row) => row.sha256 === sha256)?.text ?? "");
    const demo = parsed.ok && parsed.value.id === "demo";
    demos.set(sha256, demo);
    return demo;
  };
  return () => ({
    now: shanghaiTime(clock.nowMs()),
    demo: books.supplementSha256 !== null && isDemo(books.supplementSha256),
    unsent: store.totals.unsent(),
  });
}
