import type { Habits } from "../upload/habits.ts";

/** What a region asks of whoever calls its centre, and how that centre behaves. */
export interface LineAdapter {
  readonly habits: Habits;
  /** Below the address of the centre. */
  readonly path: string;
  /** Fields that every request bears here. */
  readonly region: Readonly<Record<string, string>>;
  /** Headers of one request: who asks, and a signature over what is asked. */
  readonly headers: (body: string, nowMs: number) => Readonly<Record<string, string>>;
  /** Whether an answer of 200 was signed by the centre, where it signs. */
  readonly accepts: (body: string, headers: Readonly<Record<string, string | undefined>>) => boolean;
  /** Whether a refusal only says that the sign-in has to be renewed. */
  readonly asksToSignIn: (message: string) => boolean;
}
