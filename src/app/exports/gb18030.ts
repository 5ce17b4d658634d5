import iconv from "iconv-lite";

import type { Charset } from "./csv.ts";

/** The encoding that older systems of China read; its files begin with no mark. */
export const gb18030: Charset = {
  mark: new Uint8Array(),
  encode: (text) => iconv.encode(text, "gb18030"),
};
