/** A mistake that somebody could make in the law or in its arithmetic. */
export interface Mistake {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The tests that should see it. */
  readonly test: string;
}
