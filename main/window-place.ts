import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Rectangle } from "electron";
import * as z from "zod/mini";

import { writePrivately } from "../src/app/private-file.ts";

const placeShape = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().check(z.positive()),
  height: z.int().check(z.positive()),
  isMaximized: z.boolean(),
});

export type WindowPlace = z.infer<typeof placeShape>;

export const smallest = { width: 1024, height: 600 } as const;
const usual = { width: 1366, height: 768 } as const;

/** Where the window was when it was last closed, brought back onto a screen that is there. */
export function readWindowPlace(userDir: string, screens: readonly Rectangle[]): Partial<WindowPlace> {
  const kept = parse(join(userDir, "window.json"));
  if (kept === null) return { ...usual, isMaximized: false };
  const width = Math.max(smallest.width, kept.width);
  const height = Math.max(smallest.height, kept.height);
  const screen = screens.find((one) => isWithin(one, kept));
  // A second screen that was unplugged has taken the window with it: the system finds a new place.
  return screen === undefined ? { width, height, isMaximized: kept.isMaximized } : { ...kept, width, height };
}

export function keepWindowPlace(userDir: string, place: WindowPlace): void {
  writePrivately(join(userDir, "window.json"), JSON.stringify(place));
}

/** The title of the window can be reached there. */
function isWithin(screen: Rectangle, { x, y, width }: WindowPlace): boolean {
  const middle = x + width / 2;
  return (
    middle >= screen.x && middle < screen.x + screen.width && y >= screen.y && y < screen.y + screen.height
  );
}

function parse(file: string): WindowPlace | null {
  if (!existsSync(file)) return null;
  try {
    return placeShape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
