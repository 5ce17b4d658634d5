/** What a column holds: words, yuan with two decimals, any other number, or a count. All of them come as text. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly kind: "text" | "amount" | "decimal" | "count";
}

export type Cells = readonly string[];

export interface Page {
  readonly rows: readonly Cells[];
  /** How far the work has come, of the set's `of`. */
  readonly done: number;
}

/** Rows that leave the books, a page at a time; nothing is read before it is asked for. */
export interface DataSet {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly of: number;
  readonly pages: Iterator<Page, undefined>;
}

/** A column with where its value comes from. */
export interface ColumnOf<T> extends Column {
  readonly of: (row: T) => string;
}

export function plainColumns<T>(columns: readonly ColumnOf<T>[]): readonly Column[] {
  return columns.map(({ key, title, kind }) => ({ key, title, kind }));
}

export function cellsOf<T>(columns: readonly ColumnOf<T>[], row: T): Cells {
  return columns.map(({ of }) => of(row));
}
