import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";

import type { EscPosToken, PrintedPaper } from "./esc-pos-reader.ts";
import { openEscPosReader, paperOf } from "./esc-pos-reader.ts";

/** What the simulated printer is called wherever it is shown. */
export const fakePrinterName = "模拟打印机";

export interface FakePrinterOptions {
  /** Lines of paper on the roll. */
  readonly paperLines?: number;
  /** Says nothing of itself, like a printer with a line in one direction only. */
  readonly isMute?: boolean;
  /** Tells its state by itself whenever that changes. */
  readonly tellsByItself?: boolean;
  /** The line is cut once, when so many bytes of jobs have come; questions about its state do not count. */
  readonly cutAfter?: number;
  /** It hangs when so many bytes of jobs have come: takes no more, says no more. */
  readonly hangAfter?: number;
}

/** A line that a printer is at the other end of. */
export interface FakeLine {
  readonly send: (bytes: Uint8Array) => void;
  readonly cut: () => void;
  /** Takes nothing more. */
  readonly hang: () => void;
}

/** A simulated ESC/POS printer: for trying out and for tests, never for real paper. */
export interface FakePrinter {
  /** Takes what comes over a line. */
  readonly takes: (bytes: Uint8Array, line: FakeLine) => void;
  readonly loadPaper: (lines: number) => void;
  readonly setCover: (isOpen: boolean) => void;
  /** What stands on its paper now. */
  readonly paper: () => PrintedPaper;
}

export function openFakePrinter(options: FakePrinterOptions = {}): FakePrinter {
  let read = openEscPosReader();
  const waiting: { readonly token: EscPosToken; readonly line: FakeLine }[] = [];
  const done: EscPosToken[] = [];
  let left = options.paperLines ?? Number.POSITIVE_INFINITY;
  let isOpen = false;
  let jobBytes = 0;
  let isHung = false;
  let wasCut = false;
  let lastLine: FakeLine | null = null;
  const stands = (): boolean => left <= 0 || isOpen;
  const work = (): void => {
    while (!stands()) {
      const next = waiting.shift();
      if (next === undefined) return;
      done.push(next.token);
      if (next.token.kind === "feed") left -= 1;
      if (next.token.kind === "question" && options.isMute !== true) next.line.send(Uint8Array.of(0x00));
      if (stands()) tell();
    }
  };
  const tell = (): void => {
    if (options.tellsByItself === true) lastLine?.send(automaticStatus(left <= 0, isOpen));
  };
  return {
    takes: (bytes, line) => {
      if (isHung) return;
      lastLine = line;
      const { end, kept } = upTo(bytes, jobBytes, wasCut ? {} : options);
      jobBytes += jobLength(kept);
      for (const token of read(kept)) {
        if (token.kind !== "realtime") waiting.push({ token, line });
        else if (options.isMute !== true) line.send(Uint8Array.of(realtimeStatus(token.n, left, isOpen)));
      }
      work();
      if (end === null) return;
      if (end === "hang") {
        isHung = true;
        line.hang();
        return;
      }
      // What it had it has printed; a command that was cut in two is forgotten.
      wasCut = true;
      read = openEscPosReader();
      line.cut();
    },
    loadPaper: (lines) => {
      left = lines;
      tell();
      work();
    },
    setCover: (open) => {
      isOpen = open;
      tell();
      work();
    },
    paper: () => paperOf(done),
  };
}

/** Questions about the state come alone; whatever else comes is a job. */
function jobLength(bytes: Uint8Array): number {
  return isStatusQuestion(bytes) ? 0 : bytes.length;
}

function isStatusQuestion(bytes: Uint8Array): boolean {
  return bytes.length === 3 && bytes[0] === 0x10 && bytes[1] === 0x04;
}

function upTo(
  bytes: Uint8Array,
  before: number,
  { cutAfter, hangAfter }: FakePrinterOptions,
): { readonly kept: Uint8Array; readonly end: "cut" | "hang" | null } {
  const most = cutAfter ?? hangAfter;
  if (most === undefined || isStatusQuestion(bytes) || before + bytes.length < most)
    return { kept: bytes, end: null };
  return {
    kept: bytes.subarray(0, Math.max(0, most - before)),
    end: cutAfter === undefined ? "hang" : "cut",
  };
}

/** The fixed bits of an answer to DLE EOT, and what it is about. */
function realtimeStatus(n: number, left: number, isOpen: boolean): number {
  const isOut = left <= 0;
  switch (n) {
    case 1:
      return 0x12 | (isOut || isOpen ? 0x08 : 0);
    case 2:
      return 0x12 | (isOpen ? 0x04 : 0) | (isOut ? 0x20 : 0);
    case 4:
      return 0x12 | (left < 20 ? 0x0c : 0) | (isOut ? 0x60 : 0);
    default:
      return 0x12;
  }
}

function automaticStatus(isOut: boolean, isOpen: boolean): Uint8Array {
  return Uint8Array.of(
    0x10 | (isOut || isOpen ? 0x08 : 0) | (isOpen ? 0x20 : 0),
    0x00,
    isOut ? 0x0c : 0,
    0x00,
  );
}

/** Puts a simulated printer on a port of this machine. */
export async function serveFakePrinter(
  printer: FakePrinter,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    const line: FakeLine = {
      send: (bytes) => void socket.write(bytes),
      cut: () => socket.resetAndDestroy(),
      hang: () => void socket.pause(),
    };
    socket.on("data", (bytes) => printer.takes(bytes, line));
  });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once("error", reject);
  server.listen(0, "127.0.0.1", () => resolve(undefined));
  await promise;
  return {
    port: portOf(server.address()),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = Promise.withResolvers<undefined>();
      server.close(() => closed.resolve(undefined));
      await closed.promise;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
