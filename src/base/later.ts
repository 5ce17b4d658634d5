/** What is made when it is first asked for, and then kept: whoever only starts does not wait for it. */
export function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
