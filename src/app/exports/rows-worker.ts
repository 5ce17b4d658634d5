import { parentPort, workerData } from "node:worker_threads";

import { present } from "../../base/assert.ts";
import { openReadOnly } from "../../store/read-only-store.ts";
import { openVault } from "../vault.ts";
import { ledgerTables } from "./ledger-tables.ts";
import { maskedPeople } from "./masked-people.ts";
import type { RowsWritten } from "./rows-order.ts";
import { rowsOrderShape, rowsPlaceShape } from "./rows-order.ts";
import { textEncoderOf } from "./text-encoder.ts";

/* A thread of `rowsBeside`: writes one stretch of the ledger after the other. The books stay open until it is ended. */

/** Rows are gone through once; only people are looked up again. */
const cacheKib = 12_288;

const { dir, dataKeys, sort, format } = rowsPlaceShape.parse(workerData);
const { columns, reader } = ledgerTables[sort];
const encoder = await textEncoderOf(format, columns);
const store = openReadOnly(dir, cacheKib);
const vault = openVault(dataKeys.map((key) => Buffer.from(key)));
const people = maskedPeople({ store, vault });
const read = reader({ store, vault, people });
const port = present(parentPort, "the export that asks");
port.on("message", (message: unknown) => {
  const { stretch, people: told } = rowsOrderShape.parse(message);
  people.learn(told);
  const rows = store.run(() => read(stretch));
  // A copy: what an encoder gives may be a view on more, which would go along.
  const bytes = Uint8Array.from(encoder.rows(rows));
  const written = { rows: rows.length, bytes, people: new Map(people.takeFound()) };
  port.postMessage(written satisfies RowsWritten, [bytes.buffer]);
});
