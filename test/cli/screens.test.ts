import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { runVite } from "../../src/cli/screens.ts";
import { temporaryDir } from "../app/test-desk.ts";

test("whoever builds the screens, they are built as they are for people: no library in its form for development", async () => {
  const dir = temporaryDir();
  const said: string[] = [];
  const args = ["build", "--outDir", dir, "--emptyOutDir", "--logLevel", "warn"];
  expect([await runVite(args, (text) => void said.push(text)), said.join("")]).toEqual([0, ""]);
  const scripts = readdirSync(join(dir, "assets")).filter((name) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(5);
  const ofDevelopment = scripts.filter((name) =>
    readFileSync(join(dir, "assets", name), "utf8").includes("React DevTools"),
  );
  expect(ofDevelopment).toEqual([]);
});
