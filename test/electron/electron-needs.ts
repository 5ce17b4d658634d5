import { existsSync } from "node:fs";

import { displayNeeds } from "./display.ts";

/** Libraries that Electron itself loads, each with its Debian package. */
const libraries = [
  ["libgtk-3.so.0", "libgtk-3-0"],
  ["libnss3.so", "libnss3"],
  ["libasound.so.2", "libasound2"],
  ["libgbm.so.1", "libgbm1"],
  ["libatk-bridge-2.0.so.0", "libatk-bridge2.0-0"],
] as const;
const folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

/** Why the window cannot be tried here; null when it can. */
export function electronNeeds(): string | null {
  if (process.platform !== "linux") return "the window is tried under Linux, on a display of its own";
  const missing: string[] = libraries
    .filter(([library]) => folders.every((folder) => !existsSync(`${folder}/${library}`)))
    .map(([, debian]) => debian);
  for (const program of ["g++", "xdotool"]) if (!existsSync(`/usr/bin/${program}`)) missing.push(program);
  return missing.length > 0
    ? `not what a window is tried with (Debian: ${missing.join(", ")})`
    : displayNeeds();
}
