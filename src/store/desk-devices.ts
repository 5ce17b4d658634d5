import type { Database } from "better-sqlite3";

export interface DeskDevicesRow {
  readonly desk: string;
  /** JSON; what it may say is checked by whoever writes and reads it. */
  readonly settings: string;
  readonly changed_at: string;
  readonly changed_by: string;
}

export interface DeskDevices {
  readonly put: (row: DeskDevicesRow) => void;
  readonly of: (desk: string) => DeskDevicesRow | undefined;
}

export function deskDevices(db: Database): DeskDevices {
  const columns = "desk, settings, changed_at, changed_by";
  const put = db.prepare<[DeskDevicesRow]>(
    `INSERT INTO desk_devices (${columns}) VALUES (@desk, @settings, @changed_at, @changed_by)
     ON CONFLICT (desk) DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at,
     changed_by = excluded.changed_by`,
  );
  const of = db.prepare<[string], DeskDevicesRow>(`SELECT ${columns} FROM desk_devices WHERE desk = ?`);
  return {
    put: (row) => {
      put.run(row);
    },
    of: (desk) => of.get(desk),
  };
}
