import { gzipSync } from "node:zlib";

import type { Command } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { buildScreens, bundleFiles } from "./screens.ts";

/** What the first page may load, packed, before the cashier can scan. */
const initialGzipMax = 600_000;

/** Builds the screens and says how large they are. */
export const screensCommand: Command = {
  usage: "screens build",
  does: "构建界面并输出大小：首屏压缩后字节数（不得超过 600 kB）和各文件",
  run: async (args, io) => {
    if (args.length !== 1 || args[0] !== "build") throw new UsageError("screens 只有 build");
    const screens = await buildScreens(io.log);
    if (!screens.built) {
      io.log(`${screens.reason}\n`);
      return 1;
    }
    const files = bundleFiles();
    const initial = initialNames(
      files.find(({ path }) => path === "index.html")?.bytes.toString("utf8") ?? "",
    );
    let initialGzip = 0;
    for (const { path, bytes } of files.filter((one) => /\.(?:html|js|css)$/.test(one.path))) {
      const gzip = gzipSync(bytes).length;
      const isInitial = path === "index.html" || initial.has(path);
      if (isInitial) initialGzip += gzip;
      await writeJson(io, { file: path, bytes: bytes.length, gzip, initial: isInitial });
    }
    await writeJson(io, { initialGzip, initialGzipMax, holds: initialGzip <= initialGzipMax });
    return initialGzip <= initialGzipMax ? 0 : 1;
  },
};

/** Scripts, preloads and styles that the page itself names. */
function initialNames(html: string): ReadonlySet<string> {
  return new Set(Array.from(html.matchAll(/(?:src|href)="\/([^"]+)"/g), ([, name = ""]) => name));
}
