import type { ReactNode } from "react";

import "./plain-table.css";

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the right, under one another. */
  readonly isNumber?: boolean;
}

/** A table to read. One whose rows are chosen by keyboard says which row and takes the press. */
export function PlainTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  empty,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What is shown when there is nothing. */
  readonly empty: ReactNode;
  readonly chosen?: string | null;
  readonly onChoose?: (row: Row) => void;
}) {
  return (
    <div className="plain-table-frame" tabIndex={rows.length > 0 ? 0 : -1} role="region" aria-label={label}>
      <table className="plain-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ id, title, isNumber }) => (
              <th key={id} scope="col" className={isNumber === true ? "plain-table-number" : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = keyOf(row);
            return (
              <tr
                key={key}
                data-chosen={key === chosen ? "" : undefined}
                aria-current={key === chosen ? "true" : undefined}
                onClick={onChoose === undefined ? undefined : () => onChoose(row)}
              >
                {columns.map(({ id, cell, isNumber }) => (
                  <td key={id} className={isNumber === true ? "plain-table-number" : undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 ? <div className="plain-table-empty">{empty}</div> : null}
    </div>
  );
}
