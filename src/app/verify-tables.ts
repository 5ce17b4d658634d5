import { openFold } from "../ledger/fold.ts";
import type { Fold } from "../ledger/fold.ts";
import type { Store } from "../store/open-store.ts";
import type { Ground } from "./ground.ts";
import { isIntact } from "./items.ts";
import type { Finding } from "./terminal.ts";

/** Rows are read this many at a time: memory stays flat however long the tables are. */
const itemsAtOnce = 500;
const postingsAtOnce = 5000;

/** Each posting starts where the one before it ended; so the last one is the sum of all. */
export function* verifyAccumulators({ store }: Ground): Generator<Finding> {
  const folds = new Map<string, Fold>();
  for (const row of allPostings(store)) {
    const key = `${row.person_key.toString("hex")} ${row.plan}`;
    const fold = folds.get(key) ?? openFold();
    folds.set(key, fold);
    const { kind, period, accumulator, before_value: before, after_value: after } = row;
    const held = fold.apply({ kind, period, accumulator, before, after });
    if (held === null) continue;
    const id = `${accumulator} ${period}`;
    yield { what: "accumulator", id, reason: `第 ${row.id} 条从 ${before} 起，之前为 ${held}` };
  }
}

function* allPostings(store: Store): Generator<ReturnType<Store["postings"]["next"]>[number]> {
  for (let last = 0; ;) {
    const rows = store.postings.next(last, postingsAtOnce);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

/** Every item by its mark. */
export function* verifyCatalogue({ store, vault }: Ground): Generator<Finding> {
  for (let last = 0; ;) {
    const rows = store.catalogue.next(last, itemsAtOnce);
    for (const row of rows)
      if (!isIntact(vault, row)) yield { what: "file", id: row.code, reason: "目录项目被改动" };
    const end = rows.at(-1);
    // A damaged page may lead in a circle; the file's own check says so.
    if (end === undefined || end.id <= last) return;
    last = end.id;
  }
}
