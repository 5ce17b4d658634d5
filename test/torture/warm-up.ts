import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { StormOrder } from "./child-lines.ts";

export const stormChild = fileURLToPath(new URL("storm-child.ts", import.meta.url));

/**
 * Starts a storm child once and lets it end by itself: it leaves its compiled code behind, which a killed process never
 * does, and all that come after start in half the time.
 *
 * @returns the folder of the compiled code, for NODE_COMPILE_CACHE
 */
export function warmUp(folder: string, template: string): string {
  const dir = join(folder, "warm");
  cpSync(template, dir, { recursive: true });
  const order: StormOrder = { dir, seed: 1, name: "warm", deeds: 5, tidyShare: 0, standing: [] };
  const file = join(folder, "warm.json");
  writeFileSync(file, JSON.stringify(order));
  const compiled = join(folder, "compiled");
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
  const { status } = spawnSync(process.execPath, [stormChild, file], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("a storm that nobody kills does not end well");
  return compiled;
}
