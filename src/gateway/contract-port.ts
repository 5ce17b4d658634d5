import { z } from "zod";

/** A question over a port. Text, as over HTTP: one reader, one set of rules for what is well formed. */
export const portQuestion = z.strictObject({ id: z.int(), verb: z.string(), text: z.string() });

/** Its answer, with the status that HTTP would have. */
export interface PortAnswer {
  readonly id: number;
  readonly status: number;
  readonly text: string;
}

export type PortQuestion = z.infer<typeof portQuestion>;

/** How the engine stands, as the window's program tells its page. */
export type EngineState =
  | { readonly is: "starting" }
  | { readonly is: "running" }
  /** It has ended by itself and is being started again. */
  | { readonly is: "restarting" }
  /** It could not start, for a reason that a person has to remove; it is tried again all the same. */
  | { readonly is: "failed"; readonly code: string; readonly message: string };

/** What the program of the window posts to its page; with `running` comes the port. */
export interface EngineNews {
  readonly onestop: "engine";
  readonly state: EngineState;
}

/** The page has a listener now. */
export type PageHello = "onestop:hello";
