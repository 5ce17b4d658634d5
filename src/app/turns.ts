import { setImmediate, setTimeout as sleep } from "node:timers/promises";

/** How work goes on beside selling. */
export interface Turns {
  /** A piece of work begins when this is done. */
  readonly next: () => Promise<void>;
  /** So long a piece may take now, in milliseconds. */
  readonly pieceMs: () => number;
}

/** A request that comes while a piece runs waits for what is left of it: not to be felt at a desk in use. */
const pieceMsMax = { whileUsed: 2, whileIdle: 20 } as const;
/**
 * How long the rest after a piece is while a desk is in use, in pieces: one request of twenty finds a piece before it, and
 * some forty messages a second go all the same.
 */
const restsPerPiece = 19;

/**
 * Gives out turns of the event loop, one piece of work to each: whoever sells gets in between any two, however many
 * answers came at once. While a desk is in use every piece is followed by a rest in proportion to what it took.
 */
export function turnsOf(
  isInUse: () => boolean = () => false,
  rest: (ms: number) => Promise<unknown> = sleep,
): Turns {
  let last: Promise<Piece> = Promise.resolve({ tookMs: setImmediate(0) });
  const after = async (before: Promise<Piece>): Promise<Piece> => {
    const tookMs = await (await before).tookMs;
    if (isInUse()) await rest(Math.ceil(tookMs * restsPerPiece));
    return { tookMs: pieceBegins() };
  };
  return {
    next: async () => {
      last = after(last);
      await last;
    },
    pieceMs: () => (isInUse() ? pieceMsMax.whileUsed : pieceMsMax.whileIdle),
  };
}

interface Piece {
  /** Known once it is over. */
  readonly tookMs: Promise<number>;
}

/** What begins now is over when the event loop comes to its next turn. */
async function pieceBegins(): Promise<number> {
  const startedMs = performance.now();
  await setImmediate();
  return performance.now() - startedMs;
}
