import type { CardVoice } from "./card-events.ts";
import { checkedCard } from "./card-fields.ts";
import { parseCardText } from "./card-string.ts";
import { vendorLine } from "./vendor-line.ts";

/** When a driver is stopped. */
export interface VendorLimits {
  readonly lineBytesMax: number;
  readonly linesPerSecondMax: number;
  /** Lines in all that are none of ours. */
  readonly wrongLinesMax: number;
  readonly silenceMsMax: number;
  /** Waits before it is started again, the last one for good. */
  readonly restartMs: readonly [number, ...number[]];
}

export const vendorLimits: VendorLimits = {
  lineBytesMax: 16_384,
  linesPerSecondMax: 100,
  wrongLinesMax: 5,
  silenceMsMax: 15_000,
  restartMs: [1000, 2000, 5000, 10_000, 30_000],
};

export interface VendorSurroundings {
  readonly voice: CardVoice;
  readonly limits: VendorLimits;
  readonly now: () => number;
}

/** Lines out of chunks, never more kept than one line may have. */
export function openVendorLines(
  { voice, limits, now }: VendorSurroundings,
  kill: (why: string) => void,
  ready: () => void,
): { readonly hear: (chunk: Buffer) => void; readonly held: () => number } {
  let rest = Buffer.alloc(0);
  let wrong = 0;
  let window = { from: now(), lines: 0 };
  /** Why it is to be stopped after this line; null: it may go on. */
  const faultOf = (line: Buffer): string | null => {
    if (now() - window.from >= 1000) window = { from: now(), lines: 0 };
    window.lines += 1;
    if (window.lines > limits.linesPerSecondMax) return "读卡驱动输出过多，已停止，正在重新启动";
    const isOurs = line.length <= limits.lineBytesMax && obey(line.toString("utf8"), voice, ready);
    wrong += isOurs ? 0 : 1;
    return wrong > limits.wrongLinesMax ? "读卡驱动输出无法识别，已停止，正在重新启动" : null;
  };
  /** @returns why it is to be stopped */
  const take = (chunk: Buffer): string | null => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      const fault = faultOf(rest.subarray(0, end));
      if (fault !== null) return fault;
      rest = rest.subarray(end + 1);
    }
    return rest.length > limits.lineBytesMax ? "读卡驱动输出过长，已停止，正在重新启动" : null;
  };
  const state = { isOver: false };
  return {
    hear: (chunk) => {
      if (state.isOver) return;
      const fault = take(chunk);
      if (fault === null) return;
      state.isOver = true;
      rest = Buffer.alloc(0);
      kill(fault);
    },
    held: () => rest.length,
  };
}

/** Passes on what a line tells. @returns whether it was one of ours */
function obey(text: string, voice: CardVoice, ready: () => void): boolean {
  const parsed = vendorLine.safeParse(jsonOf(text));
  if (!parsed.success) return false;
  const told = parsed.data;
  switch (told.tell) {
    case "ready":
      ready();
      voice.state("ready", null);
      return true;
    case "alive":
      return true;
    case "inserted":
    case "removed":
      voice.moved(told.tell);
      return true;
    case "cardString":
      voice.read(parseCardText(told.text));
      return true;
    case "card":
      voice.read(checkedCard(told.card));
      return true;
    case "fault":
      voice.unreadable(told.reason);
      return true;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
