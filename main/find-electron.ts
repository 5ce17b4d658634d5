import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A program that opens windows; or why there is none to be opened here. */
export type FoundElectron =
  { readonly found: true; readonly program: string } | { readonly found: false; readonly reason: string };

const folder = join(import.meta.dirname, "../node_modules/electron");
const names: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: "electron.exe",
  darwin: "Electron.app/Contents/MacOS/Electron",
};

/** The Electron of this checkout, or the one that its package is told to use instead; null where it is not there. */
export function electronProgram(env: NodeJS.ProcessEnv): string | null {
  const other = env["ELECTRON_OVERRIDE_DIST_PATH"];
  const named = join(folder, "path.txt");
  const program =
    other === undefined
      ? join(
          folder,
          "dist",
          existsSync(named) ? readFileSync(named, "utf8") : (names[process.platform] ?? "electron"),
        )
      : join(other, names[process.platform] ?? "electron");
  return existsSync(program) ? program : null;
}

/** The same, where it can open a window. */
export function findElectron(env: NodeJS.ProcessEnv): FoundElectron {
  const program = electronProgram(env);
  if (program === null)
    return { found: false, reason: "本机没有 Electron 运行文件（可用 npx install-electron 下载）" };
  const obstacle = process.platform === "linux" ? obstacleOf(env) : null;
  return obstacle === null ? { found: true, program } : { found: false, reason: obstacle };
}

function obstacleOf(env: NodeJS.ProcessEnv): string | null {
  if ((env["DISPLAY"] ?? "") === "" && (env["WAYLAND_DISPLAY"] ?? "") === "") return "没有图形显示";
  // Electron's own switch for machines where this is meant.
  if (process.getuid?.() === 0 && env["ELECTRON_DISABLE_SANDBOX"] === undefined)
    return "当前用户是 root，窗口不能在沙箱中运行";
  return null;
}
