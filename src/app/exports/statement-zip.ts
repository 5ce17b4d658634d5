import { writeStatement } from "../../wire/result-file.ts";
import type { Ground } from "../ground.ts";
import { statementEntries } from "../statement-entries.ts";

/** The details of a day exactly as they are told to the centre (3202): a packed text without a head. */
export async function* statementPieces(
  ground: Ground,
  day: string,
  count: (rows: number) => void,
): AsyncGenerator<Uint8Array, undefined> {
  const { zipText } = await import("../../line/zip.ts");
  const entries = ground.store.run(() => statementEntries(ground, day));
  count(entries.length);
  const rows = entries.map((one) => ({ ...one, settlementId: one.told, isRefund: one.toldAsRefund }));
  yield zipText("statement.txt", writeStatement(rows), Date.parse(`${day}T12:00:00+08:00`));
  return undefined;
}
