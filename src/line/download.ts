import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { LineAdapter } from "./adapter.ts";
import { builtinHttp } from "./builtin-http.ts";

/** What became of a download. Nothing is done at the centre by asking, so there is no third end. */
export type Downloaded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** What is asked for, below the address of the centre. */
interface Asked {
  readonly path: string;
  /** null: a GET. */
  readonly body: string | null;
}

/** Fetches what is too long for a message. */
export interface Downloads {
  /** A text below the address of the centre. */
  readonly text: (path: string, bytesMax: number) => Promise<Downloaded<string>>;
  /** What is answered, into a new file; a message that is answered in JSON was refused. */
  readonly file: (asked: Asked, toFile: string, bytesMax: number) => Promise<Downloaded<null>>;
}

export interface DownloadOptions {
  readonly url: string;
  readonly adapter: LineAdapter;
  readonly now: () => number;
  /** Without a byte for so long it has ended. */
  readonly silenceMsMax?: number;
}

const usualSilenceMs = 30_000;

export function openDownloads(options: DownloadOptions): Downloads {
  return {
    text: async (path, bytesMax) =>
      await ended(async () => {
        const answer = await ask(options, { path, body: null });
        const parts: Buffer[] = [];
        await pipeline(answer, atMost(bytesMax), async (source) => {
          for await (const part of source) if (Buffer.isBuffer(part)) parts.push(part);
        });
        return decoded(Buffer.concat(parts));
      }),
    file: async (asked, toFile, bytesMax) =>
      await ended(async () => {
        const answer = await ask(options, asked);
        if (asked.body !== null && (answer.headers["content-type"] ?? "").includes("json")) {
          answer.destroy();
          throw new Error("REFUSED");
        }
        await pipeline(answer, atMost(bytesMax), createWriteStream(toFile, { flags: "wx", mode: 0o600 }));
        return null;
      }),
  };
}

async function ended<T>(work: () => Promise<T>): Promise<Downloaded<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (!(error instanceof Error)) return { ok: false, reason: "FAILED" };
    return { ok: false, reason: "code" in error ? String(error.code) : error.message.slice(0, 40) };
  }
}

function decoded(bytes: Buffer): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** Ends a stream that goes on for longer than anything we ask for. */
function atMost(bytesMax: number): Transform {
  let length = 0;
  return new Transform({
    transform: (part: Buffer, _encoding, next) => {
      length += part.length;
      if (length > bytesMax) next(new Error("TOO_LARGE"));
      else next(null, part);
    },
  });
}

async function ask(
  { url, adapter, now, silenceMsMax = usualSilenceMs }: DownloadOptions,
  { path, body }: Asked,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const target = new URL(path, url);
  const { request: requestBy } = target.protocol === "https:" ? builtinHttp.tls : builtinHttp.plain;
  const request = requestBy(target, {
    method: body === null ? "GET" : "POST",
    headers: {
      ...(body === null ? {} : { "content-type": "application/json; charset=utf-8" }),
      ...adapter.headers(body ?? "", now()),
    },
    timeout: silenceMsMax,
  });
  request.on("timeout", () => request.destroy(new Error("TIMEOUT")));
  request.on("error", reject);
  request.on("response", (response) => {
    if (response.statusCode === 200) resolve(response);
    else {
      response.destroy();
      reject(new Error(`HTTP_${response.statusCode ?? 0}`));
    }
  });
  request.end(body ?? undefined);
  return await promise;
}
