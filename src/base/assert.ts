/** We are wrong: parts do not add up, or a state that cannot be was reached. Nobody handles it; the caller rolls back. */
export class Bug extends Error {
  override readonly name = "Bug";
}

/**
 * Holds an invariant of ours, always on.
 *
 * @throws Bug when `holds` is false
 */
export function assert(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Bug(message);
}

/**
 * Takes a value that must be there.
 *
 * @throws Bug when it is not
 */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Bug(`${what} is missing`);
  return value;
}
