import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { ownNetwork } from "./network-needs.ts";

test("replies alone are dropped by the network: every sale is there once", () => {
  const script = new URL("replies-dropped-run.ts", import.meta.url).pathname;
  const [command, ...options] = ownNetwork;
  const shell = `ip link set lo up && exec "$0" "$1"`;
  const said = execFileSync(command, [...options, "sh", "-c", shell, process.execPath, script], {
    encoding: "utf8",
    timeout: 240_000,
  });
  const { dropped, there, here, unknownMeanwhile, faults } = JSON.parse(
    said.trim().split("\n").at(-1) ?? "{}",
  ) as {
    dropped: number;
    there: number;
    here: number;
    unknownMeanwhile: number;
    faults: readonly string[];
  };
  // The filter has really struck, and the centre had what the desk could not know.
  expect(dropped).toBeGreaterThan(0);
  expect(unknownMeanwhile).toBeGreaterThan(0);
  expect([here, there]).toEqual([6, 6]);
  expect(faults).toEqual([]);
}, 300_000);
