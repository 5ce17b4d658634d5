import { csvEncoder, utf8 } from "./csv.ts";
import type { Column } from "./data-set.ts";
import type { Encoder } from "./encoder.ts";
import { jsonEncoder } from "./json-rows.ts";

/** Forms in which any rows are written without knowing of the others. */
export const textFormats = ["csv", "csv-gb18030", "json"] as const;
export type TextFormat = (typeof textFormats)[number];

export function isTextFormat(format: string): format is TextFormat {
  return textFormats.some((one) => one === format);
}

/** Tables of characters are large: they are loaded for who asks for them. */
export async function textEncoderOf(format: TextFormat, columns: readonly Column[]): Promise<Encoder> {
  switch (format) {
    case "csv":
      return csvEncoder(columns, utf8);
    case "csv-gb18030": {
      const { gb18030 } = await import("./gb18030.ts");
      return csvEncoder(columns, gb18030);
    }
    case "json":
      return jsonEncoder(columns);
  }
}
