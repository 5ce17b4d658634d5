import { readFileSync } from "node:fs";

import { faultsOf } from "../base/faults.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import type { DeviceSettings } from "../scan/device-settings.ts";
import { deviceSettings } from "../scan/device-settings.ts";

/** Reads the settings of a desk's devices from a file, or says what is wrong with it. */
export function deviceSettingsIn(path: string): DeviceSettings | { readonly refusal: string } {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return { refusal: `无法读取 ${path}：${error instanceof Error ? error.message : String(error)}` };
  }
  const json = parseStrictJson(text);
  if (!json.ok) return { refusal: `${path}：不是有效的 JSON` };
  const parsed = deviceSettings.safeParse(json.value);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error.issues, json.value).map(
    ({ path: where, reason }) => `${where}：${reason}`,
  );
  return { refusal: `${path}：\n${faults.join("\n")}` };
}
