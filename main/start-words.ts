import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { defaultDataDir } from "../src/cli/data-dir.ts";

/** What the window was started with. */
export interface StartWords {
  readonly dataDir: string;
  /** Where the window keeps its own things; a demo's are its own, and so is its single instance. */
  readonly userDir: string | null;
  readonly demo: boolean;
  /** Serves programs of this machine as well; null: not. */
  readonly port: number | null;
  /** Whether the system's key store keeps the keys: not where the command line opens the same books. */
  readonly usesKeyStore: boolean;
}

/** Switches of Chromium stand among ours and are none of our business. */
export function readStartWords(args: readonly string[]): StartWords {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      demo: { type: "boolean" },
      data: { type: "string" },
      user: { type: "string" },
      port: { type: "string" },
      "key-store": { type: "string" },
    },
  });
  const port =
    typeof values["port"] === "string" && /^\d{1,5}$/.test(values["port"]) ? Number(values["port"]) : null;
  const given = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  const usesKeyStore = values["key-store"] !== "off";
  const user = given(values["user"]);
  if (values["demo"] !== true)
    return {
      dataDir: given(values["data"]) ?? defaultDataDir(),
      userDir: user,
      demo: false,
      port,
      usesKeyStore,
    };
  return { ...demoPlace(given(values["data"]), user), demo: true, port, usesKeyStore };
}

/** A fresh town in a directory of its own, and nothing of it beside the real one's. */
function demoPlace(data: string | null, user: string | null): Pick<StartWords, "dataDir" | "userDir"> {
  const dir = data !== null && user !== null ? null : mkdtempSync(join(tmpdir(), "onestop-demo-"));
  return { dataDir: data ?? join(dir ?? "", "data"), userDir: user ?? join(dir ?? "", "desk") };
}
