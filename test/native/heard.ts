/** Collects what is told and lets a test wait for it, without sleeping. */
export interface Heard<T> {
  readonly all: T[];
  readonly tell: (one: T) => void;
  /** The first from `from` on that fits, told already or still to come. */
  readonly wait: (fits: (one: T) => boolean, from?: number) => Promise<T>;
}

export function openHeard<T>(): Heard<T> {
  const all: T[] = [];
  const waiting = new Set<() => void>();
  return {
    all,
    tell: (one) => {
      all.push(one);
      for (const look of waiting) look();
    },
    wait: async (fits, from = 0) => {
      const { promise, resolve } = Promise.withResolvers<T>();
      const look = (): void => {
        const found = all.slice(from).find(fits);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      return await promise;
    },
  };
}
