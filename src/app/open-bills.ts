import { z } from "zod";

import { shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import type { CommitRequest, OpenBill, Terminal } from "./terminal.ts";

const kept = z.object({ id: z.string(), content: z.unknown() });

/** Bills that are begun: sealed, because they name a person, and found again by desk after a crash. */
export function openBillsOf(ground: Ground): Pick<Terminal, "keepBill" | "openBills" | "dropBill"> {
  const { store, vault, clock } = ground;
  return {
    keepBill: ({ desk, id, content }) => {
      const key = keyOf(ground, desk, id);
      store.openBills.put({
        bill_key: key,
        desk,
        kept_at: shanghaiTime(clock.nowMs()),
        sealed: vault.seal("state", ownerOf(key), JSON.stringify({ id, content })),
      });
    },
    openBills: (desk) =>
      store.openBills.of(desk).map((row): OpenBill => {
        const { id, content } = kept.parse(
          JSON.parse(vault.open("state", ownerOf(row.bill_key), row.sealed)),
        );
        return { id, desk, keptAt: row.kept_at, content };
      }),
    dropBill: ({ desk, id }) => {
      store.openBills.drop(keyOf(ground, desk, id));
    },
  };
}

/** A committed bill is open no more. Call inside `store.write`. */
export function finishBill(ground: Ground, { actor, billId }: Pick<CommitRequest, "actor" | "billId">): void {
  if (billId !== undefined) ground.store.openBills.drop(keyOf(ground, actor.desk, billId));
}

function keyOf({ vault }: Ground, desk: string, id: string): Buffer {
  return vault.lookup("state", JSON.stringify(["open bill", desk, id]));
}

function ownerOf(key: Buffer): string {
  return `open bill ${key.toString("hex")}`;
}
