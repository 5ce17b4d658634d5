import type { Handlers } from "../gateway/answering.ts";
import { nationalHandlers } from "../gateway/national.ts";
import type { Centre } from "./centre.ts";

/** What a centre answers: all that a desk's own door does, and what only a centre can. */
export function centreHandlers(_centre: Centre): Handlers {
  return nationalHandlers;
}
