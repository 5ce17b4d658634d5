import { usualFramings } from "../../scan/framing.ts";
import type { DevicesDoor } from "../devices-door.ts";
import type { Figure } from "./figure.ts";
import { atMost } from "./figure.ts";
import { rounded, timesFrom } from "./measure.ts";

/** From bytes to event a scan may take this long, ms. */
const limitMs = 2;

/** What a counter sees, and the longest that a QR code holds. */
const codes: readonly (readonly [name: string, code: (at: number) => string])[] = [
  ["product", (at) => `]E0${withCheckDigit(`69${String(at % 10_000_000_000).padStart(10, "0")}`)}`],
  ["trace code", (at) => `8${String(at).padStart(19, "0")}`],
  ["GS1 trace code", (at) => `]d201069012345678921726123110B7\u001D21${String(at).padStart(12, "0")}`],
  [
    "card string",
    (at) =>
      `420300|990300199001010000|C${String(at).padStart(8, "0")}|0123|张三|00|3.00|20200101|20300101|T1|D1|`,
  ],
  ["QR code of 2,900 bytes", (at) => String(at).padStart(2900, "Q")],
];

/** Bytes in to event out, by the real line of a scanner, in one process. */
export async function* benchDevices(
  log: (text: string) => void,
  size: number | null,
  { devices: door }: { readonly devices: () => Promise<DevicesDoor> },
): AsyncGenerator<Figure> {
  const runs = size ?? 20_000;
  const devices = await door();
  for (const [name, code] of codes) {
    log(`${name}：${runs} 次\n`);
    let events = 0;
    const line = await devices.openLine(usualFramings.anyLineEnd, () => {
      events += 1;
    });
    const taken: number[] = [];
    for (let at = 0; at < runs * 1.2; at += 1) {
      const bytes = Buffer.from(`${code(at)}\r\n`);
      const before = events;
      const start = performance.now();
      line.feed(bytes);
      const tookMs = performance.now() - start;
      if (events !== before + 1) throw new Error(`${name}: ${events - before} events of one scan`);
      // The first sixth warms up.
      if (at >= runs * 0.2) taken.push(tookMs);
    }
    await line.close();
    const { p50, p99 } = timesFrom(taken);
    yield atMost(`bytes to event, p99: ${name}`, [p99, limitMs], "ms", {
      p50Ms: rounded(p50),
      ofLimit: rounded(p99 / limitMs),
    });
  }
}

function withCheckDigit(body: string): string {
  let sum = 0;
  for (let at = 0; at < body.length; at += 1)
    sum += Number(body[body.length - 1 - at]) * (at % 2 === 0 ? 3 : 1);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
