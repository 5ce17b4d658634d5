import { z } from "zod";

/** For which messages a misbehaviour is meant. */
const scope = {
  /** Transactions; none: all. */
  infno: z.array(z.string().regex(/^\d{4}[A-Z]?$/)).default([]),
  /** How many of the messages that fit go by unharmed first. */
  skip: z.int().min(0).default(0),
  /** How often it strikes; null: until it is taken away. */
  count: z.int().min(1).nullable().default(null),
  /** Of the messages that fit, drawn from the seed. */
  probability: z.number().min(0).max(1).default(1),
  seed: z.int().default(1),
};

/** As long as a desk would wait at the most, and a while more. */
const delayMsMax = 600_000;
const skewMsMax = 400 * 86_400_000;

/** What a centre can be told to do wrong. */
export const misbehaviourShape = z.discriminatedUnion("kind", [
  /** The message never arrives: the connection ends, nothing is done. */
  z.strictObject({ kind: z.literal("lostRequest"), ...scope }),
  /** It is done, and the connection ends without a byte. */
  z.strictObject({ kind: z.literal("lostAnswer"), ...scope }),
  /** It is done, and of the answer as it goes over the line (headers first) so many bytes come. */
  z.strictObject({ kind: z.literal("cut"), ...scope, bytes: z.int().min(0) }),
  /** It is done, and the answer waits. */
  z.strictObject({ kind: z.literal("slow"), ...scope, ms: z.int().min(0).max(delayMsMax) }),
  /** The answer says less of the fund and more cash than was booked. */
  z.strictObject({ kind: z.literal("wrongTotals"), ...scope, fen: z.int() }),
  /** Nothing is done, and it says so with a code. */
  z.strictObject({
    kind: z.literal("refuse"),
    ...scope,
    code: z.string().regex(/^[A-Z_]{1,40}$/),
    message: z.string().max(100).default("演练：中心拒绝"),
  }),
  /** It says that it is done, and has forgotten it: what a centre does that loses its newest work. */
  z.strictObject({ kind: z.literal("forget"), ...scope }),
  /** A fault of the machine: done or not, the answer does not say. */
  z.strictObject({ kind: z.literal("fault"), ...scope, done: z.boolean().default(false) }),
  /** The line delivers the message twice. */
  z.strictObject({ kind: z.literal("duplicate"), ...scope }),
  /** The times of the answer are wrong by so much. */
  z.strictObject({ kind: z.literal("skew"), ...scope, ms: z.int().min(-skewMsMax).max(skewMsMax) }),
  /** Stopped over the turn of the year: nothing is done. */
  z.strictObject({ kind: z.literal("yearEndStop"), ...scope, until: z.string().max(40).default("") }),
  /** Being maintained: nothing is done. */
  z.strictObject({ kind: z.literal("maintenance"), ...scope, until: z.string().max(40).default("") }),
]);

export type Misbehaviour = z.output<typeof misbehaviourShape>;
export type MisbehaviourKind = Misbehaviour["kind"];

/** What of it strikes one message: at most one of each kind. */
export type Struck = {
  readonly [Kind in MisbehaviourKind]?: Extract<Misbehaviour, { readonly kind: Kind }>;
};

/** What the centre has been told to do wrong, and how often it has. */
export interface Misbehaving {
  readonly set: (rules: readonly Misbehaviour[]) => void;
  readonly list: () => readonly {
    readonly rule: Misbehaviour;
    readonly seen: number;
    readonly struck: number;
  }[];
  /** Draws what strikes a message. @param infnoOf  asked only where there is something to strike it */
  readonly strike: (infnoOf: () => string) => Struck;
}

interface Counted {
  readonly rule: Misbehaviour;
  readonly draw: () => number;
  seen: number;
  struck: number;
}

/** A centre that behaves until it is told otherwise. */
export function openMisbehaving(): Misbehaving {
  let rules: readonly Counted[] = [];
  return {
    set: (list) => {
      rules = list.map((rule) => ({ rule, draw: drawsOf(rule.seed), seen: 0, struck: 0 }));
    },
    list: () => rules.map(({ rule, seen, struck }) => ({ rule, seen, struck })),
    strike: (infnoOf) => {
      const struck: Record<string, Misbehaviour> = {};
      if (rules.length === 0) return struck;
      const infno = infnoOf();
      for (const one of rules) if (strikes(one, infno)) struck[one.rule.kind] ??= one.rule;
      return struck;
    },
  };
}

/** Counts a message that a rule is meant for. */
function strikes(one: Counted, infno: string): boolean {
  const { infno: meant, skip, count, probability } = one.rule;
  if (meant.length > 0 && !meant.includes(infno)) return false;
  one.seen += 1;
  if (one.seen <= skip || (count !== null && one.struck >= count)) return false;
  // Drawn for each message that fits, so that the n-th has the same fate whatever befell the others.
  if (one.draw() >= probability) return false;
  one.struck += 1;
  return true;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function drawsOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
