#!/usr/bin/env node
// A driver as a maker or an integrator would write one (docs/devices-cards.md). In place of a DLL it watches a file,
// `settings.file`, in which a line is a card put in and no line a card taken out: enough to try a desk without a reader.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { z } from "zod";

const ask = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("hello"), version: z.literal(1), settings: z.object({ file: z.string() }) }),
  z.object({ ask: z.literal("close") }),
]);

const everyMs = 200;
const aliveMs = 5000;

function tell(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function watchCard(file: string): () => void {
  let held = "";
  const look = (): void => {
    const now = firstLineOf(file);
    if (now === held) return;
    if (held !== "") tell({ tell: "removed" });
    held = now;
    if (now === "") return;
    tell({ tell: "inserted" });
    tell({ tell: "cardString", text: now });
  };
  look();
  // Not `watchFile`: what is written before its own first look it takes for how things have always been.
  const looking = setInterval(look, everyMs);
  return () => {
    clearInterval(looking);
  };
}

function firstLineOf(file: string): string {
  try {
    return readFileSync(file, "utf8").split("\n", 1)[0]?.trim() ?? "";
  } catch {
    return "";
  }
}

const alive = setInterval(() => {
  tell({ tell: "alive" });
}, aliveMs);
const open: { stop: () => void } = { stop: () => undefined };

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const asked = ask.parse(JSON.parse(line));
  if (asked.ask === "close") {
    lines.close();
    return;
  }
  tell({ tell: "ready", driver: "example 1" });
  open.stop = watchCard(asked.settings.file);
});
// The desk has gone, or said so: nothing keeps this process.
lines.on("close", () => {
  open.stop();
  clearInterval(alive);
});
