import { grouped } from "../parts/grouped.ts";

/** "12345.50" in a sentence. */
export function yuanAmount(amount: string): string {
  const [yuan = "", fen = "00"] = amount.split(".");
  return `${grouped(yuan)}${fen === "00" ? "" : `.${fen}`}`;
}
