/** A mistake that somebody could make in the law or in its arithmetic. */
export interface Mistake {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The tests that should see it; or the days of the simulator, of which one of the first two hundred should. */
  readonly test: string | { readonly days: "hospital" | "pharmacy" | "town" };
}
