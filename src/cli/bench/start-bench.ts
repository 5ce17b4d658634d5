import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { benchDir, createBenchBooks, itemName } from "./books.ts";
import type { Figure } from "./figure.ts";
import { atMost } from "./figure.ts";
import { median, rounded } from "./measure.ts";
import { serveBooks } from "./serving.ts";

const fewItems = 1000;
const defaultItems = 300_000;
const ratioMax = 1.1;
const starts = 9;

/** How long the engine takes from its start to the first item found, in a small catalogue and in a large one. */
export async function* benchStart(
  log: (text: string) => void,
  items: number | null,
  { kept }: { readonly kept: string | null },
): AsyncGenerator<Figure> {
  const { dir, remove } = benchDir();
  try {
    const many = items ?? defaultItems;
    log(`start: books with ${fewItems} and with ${many} items\n`);
    const [small, large] = [fewItems, many].map((count) => booksOf(kept ?? dir, count));
    const taken = { small: [] as number[], large: [] as number[] };
    // Side by side, so that what the machine does meanwhile falls on both; the first round warms up.
    for (let round = -1; round < starts; round += 1) {
      const [few, full] = [await readyMs(small ?? "", fewItems), await readyMs(large ?? "", many)];
      if (round < 0) continue;
      taken.small.push(few);
      taken.large.push(full);
    }
    const [few, full] = [median(taken.small), median(taken.large)];
    const about = {
      starts,
      items: many,
      fewItems,
      milliseconds: rounded(full),
      fewMilliseconds: rounded(few),
    };
    yield atMost("start with a large catalogue / with a small one", [full / few, ratioMax], "times", about);
  } finally {
    remove();
  }
}

/** Makes them, unless they are there already from an earlier run. */
function booksOf(place: string, items: number): string {
  const dir = join(place, `start-${items}`);
  if (existsSync(dir)) return dir;
  const unfinished = `${dir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  createBenchBooks(unfinished, items);
  renameSync(unfinished, dir);
  return dir;
}

/** Until the last item of the catalogue was found by its name. */
async function readyMs(dir: string, items: number): Promise<number> {
  const from = performance.now();
  const books = await serveBooks(dir);
  try {
    const found = JSON.stringify(await books.rpc("searchItems", { query: itemName(items - 1), limit: 5 }));
    if (!found.includes(itemName(items - 1))) throw new Error(`not found: ${found}`);
    return performance.now() - from;
  } finally {
    await books.stop();
  }
}
