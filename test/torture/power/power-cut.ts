import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Checked } from "../check-books.ts";
import { checkBooks } from "../check-books.ts";
import type { StormOrder } from "../child-lines.ts";
import { deedsIn, linesIn, phaseOf } from "../child-lines.ts";
import { emptyBooks } from "../known-books.ts";
import type { Moment } from "../moments.ts";
import type { RoundReport } from "../report.ts";
import type { Guest } from "./guest.ts";
import { machineOptions, programPath } from "./guest.ts";

/** A guest that has not spoken of the storm by then does not start. */
const silenceMs = 600_000;
const diskBytes = 64 * 1024 * 1024;

/** Makes a disk with books and an order on it. */
export function makeDisk(
  file: string,
  content: { readonly books: string; readonly order: StormOrder },
): void {
  writeFileSync(join(content.books, "order.json"), JSON.stringify(content.order));
  const mkfs = programPath("mkfs.ext4") ?? "mkfs.ext4";
  execFileSync(mkfs, ["-q", "-F", "-d", content.books, file, `${diskBytes / 1024}k`]);
}

/**
 * One power cut: a guest storms on its disk and is killed. What its kernel had handed to the disk is there afterwards,
 * what was in its memory alone is gone: that is what `fsync` is about.
 */
export async function cutPower(
  guest: Guest,
  round: {
    readonly name: string;
    readonly folder: string;
    /** The disk as it is to be at the start. */
    readonly disk: string;
    readonly moment: Moment;
    readonly stopped: AbortSignal;
  },
): Promise<RoundReport> {
  rmSync(round.folder, { recursive: true, force: true });
  mkdirSync(round.folder, { recursive: true });
  const disk = join(round.folder, "disk.img");
  copyFileSync(round.disk, disk);
  const console = await stormUntilCut(guest, disk, round);
  const lines = linesIn(console);
  const faults = lines.some(({ says }) => says === round.moment.after)
    ? []
    : [`the guest did not storm: ${console.slice(-2000)}`];
  const books = join(round.folder, "books");
  const { acknowledged, refused, unheard, lost, atCap, faults: found } = checkDisk(disk, books, lines);
  const report = { round: round.name, phases: [phaseOf(lines)], acknowledged, refused, unheard, lost, atCap };
  return { ...report, faults: [...faults, ...found] };
}

async function stormUntilCut(
  guest: Guest,
  disk: string,
  { moment, stopped }: { readonly moment: Moment; readonly stopped: AbortSignal },
): Promise<string> {
  const qemu = spawn(programPath("qemu-system-x86_64") ?? "qemu-system-x86_64", optionsOf(guest, disk), {
    signal: stopped,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const cut = (): void => {
    qemu.kill("SIGKILL");
  };
  const hung = setTimeout(cut, silenceMs);
  let text = "";
  let aimed = false;
  qemu.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    if (aimed || text.split(`{"says":"${moment.after}"`).length <= moment.nth) return;
    aimed = true;
    setTimeout(cut, moment.delayMs);
  });
  await once(qemu, "close");
  clearTimeout(hung);
  return text;
}

function optionsOf(guest: Guest, disk: string): string[] {
  // What is written goes to the image file and outlives QEMU, whether the guest has flushed it or not.
  const drive = `file=${disk},if=virtio,format=raw,cache=writeback`;
  return [...machineOptions(guest), "-drive", drive];
}

/** Lets the file system recover as it does at the next boot, takes the books out, and holds them to what was heard. */
function checkDisk(disk: string, books: string, lines: ReturnType<typeof linesIn>): Checked {
  const fsck = spawnSync(programPath("e2fsck") ?? "e2fsck", ["-f", "-p", disk], { encoding: "utf8" });
  mkdirSync(books);
  execFileSync(programPath("debugfs") ?? "debugfs", ["-R", `rdump / ${books}`, disk], { stdio: "ignore" });
  const checked = checkBooks(books, emptyBooks, deedsIn(lines), true);
  // 0 whole, 1 mended from the journal; more is a file system that did not recover.
  const mended = fsck.status === 0 || fsck.status === 1;
  return mended ? checked : { ...checked, faults: [...checked.faults, `e2fsck: ${fsck.stdout}`] };
}
