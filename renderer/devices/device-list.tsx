import type { Column } from "../parts/plain-table.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import type { Picked } from "../parts/use-picked.ts";
import { wordOf } from "../words/word-of.ts";
import { useWords } from "../words/words.ts";
import { DeviceMark, SimulatedTag } from "./device-mark.tsx";
import type { DeviceRow } from "./device-row.ts";
import { placeOf, placeOfAttached } from "./device-row.ts";

/** What stands before this desk, and what is plugged in beside it. */
export function DeviceList({
  rows,
  picked,
  isBusy,
}: {
  readonly rows: readonly DeviceRow[];
  readonly picked: Picked<DeviceRow>;
  readonly isBusy: boolean;
}) {
  const { devices: words, common } = useWords();
  const columns = useColumns();
  return (
    <PlainTable
      label={words.listTitle}
      columns={columns}
      rows={rows}
      keyOf={({ key }) => key}
      chosen={picked.key}
      onChoose={picked.pick}
      empty={isBusy ? common.loading : words.none}
    />
  );
}

function useColumns(): readonly Column<DeviceRow>[] {
  const { devices: words } = useWords();
  const { columns } = words;
  return [
    {
      id: "device",
      title: columns.device,
      cell: (row) => (
        <>
          {row.is === "set" ? words.kinds[row.setting.kind] : wordOf(words.attachedKinds, row.attached.kind)}{" "}
          <SimulatedTag row={row} />
          {row.is === "set" ? <span className="page-small mono">{row.setting.id}</span> : null}
        </>
      ),
    },
    {
      id: "place",
      title: columns.place,
      cell: (row) => (
        <span className="mono devices-place">
          {row.is === "set" ? placeOf(row.setting) : placeOfAttached(row.attached)}
        </span>
      ),
    },
    { id: "state", title: columns.state, cell: (row) => <DeviceMark row={row} /> },
  ];
}
