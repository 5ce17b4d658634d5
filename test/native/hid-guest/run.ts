// npm run test:hid [-- --kernel <folder>] [--cycles <n>]: scanners in HID-POS mode on a kernel of their own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { buildGuest, machineOptions, missingFor, programPath } from "../../torture/power/guest.ts";

type Result = { readonly is: string } & Readonly<Record<string, unknown>>;

const guestMsMax = 400_000;
const child = fileURLToPath(new URL("guest-child.ts", import.meta.url));

const { values } = parseArgs({
  options: { kernel: { type: "string", default: "/" }, cycles: { type: "string", default: "50" } },
});
const missing = missingFor(values.kernel);
if (missing.length > 0) {
  console.log(`test:hid could not start; missing: ${missing.join("; ")}`);
  process.exitCode = 1;
} else {
  process.exitCode = verdict(await runGuest(values.kernel, values.cycles)) ? 0 : 1;
}

async function runGuest(kernelRoot: string, cycles: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "onestop-hid-"));
  try {
    const command = [process.execPath, child, cycles];
    const drivers = ["hid", "uhid", "hid-generic"];
    const guest = buildGuest(folder, { kernelRoot, mountAt: null, drivers, command });
    const qemu = spawn(programPath("qemu-system-x86_64") ?? "", machineOptions(guest), {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const hung = setTimeout(() => qemu.kill("SIGKILL"), guestMsMax);
    let text = "";
    qemu.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    await once(qemu, "close");
    clearTimeout(hung);
    return text;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Says what was asked of the guest and what came of it. */
function verdict(text: string): boolean {
  const results = Array.from(
    text.matchAll(/^result (\{.*\})\s*$/gm),
    ([, json = ""]) => JSON.parse(json) as Result,
  );
  const of = (is: string): Result | undefined => results.find((result) => result.is === is);
  const held: Readonly<Record<string, boolean>> = {
    "both scanners are listed":
      JSON.stringify(of("listed")?.["devices"]).split("Counter Scanner").length === 3,
    "a product with its symbology": /"barcode":"6901234567892".*"symbology":"E0"/.test(
      JSON.stringify(of("product")),
    ),
    "a code of three reports": JSON.stringify(of("long")?.["event"] ?? "").includes(
      `"text":"${String(of("long")?.["whole"])}"`,
    ),
    "every scan of a quick hand": of("speed")?.["scans"] === 500,
    "unplugged and back, nothing left open": leaksNothing(of("cycles")),
    "the end": of("end") !== undefined,
  };
  for (const [what, holds] of Object.entries(held)) console.log(`${holds ? "ok  " : "FAIL"} ${what}`);
  console.log(JSON.stringify({ speed: of("speed") ?? null, cycles: of("cycles") ?? null }));
  const holds = Object.values(held).every(Boolean);
  if (!holds) console.log(text.slice(-3000));
  return holds;
}

function leaksNothing(cycled: Result | undefined): boolean {
  const descriptors = cycled?.["descriptors"];
  if (!Array.isArray(descriptors)) return false;
  const [before, after] = descriptors as [number, number];
  return after <= before;
}
