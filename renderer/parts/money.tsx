import { grouped } from "./grouped.ts";
import "./money.css";

/** An amount as the engine writes it ("1234.50"), set so that columns align and the yuan are read before the fen. */
export function Money({
  amount,
  size = "text",
  sign = false,
}: {
  readonly amount: string;
  readonly size?: "text" | "large" | "huge";
  /** Shows the currency sign. */
  readonly sign?: boolean;
}) {
  const [, minus = "", yuan = amount, fen = ""] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  return (
    <span className={`money money-${size}`}>
      {sign && <span className="money-sign">¥</span>}
      {minus === "" ? "" : "−"}
      {grouped(yuan)}
      {fen === "" ? null : <span className="money-fen">.{fen.padEnd(2, "0")}</span>}
    </span>
  );
}
