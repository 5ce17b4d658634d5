import type { Words } from "../words.ts";

/** The desk, in English. */
export const desk: Words["desk"] = {
  title: "Desk",
};
