import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { Readable } from "node:stream";

import type { ProtocolRequest, ProtocolResponse } from "electron";
import { protocol } from "electron";

import type { TakenExport } from "../src/app/exports/exports.ts";
import { exportHeaders, exportTicketIn } from "../src/gateway/export-address.ts";
import { pageHeaders } from "../src/gateway/page-headers.ts";

const pageOrigin = "app://onestop";
export const pageAddress = `${pageOrigin}/index.html`;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Serves the bundle of the screens, what the engine hands out under a ticket, and nothing else. */
export function servePages(dir: string, takeExport: (ticket: string) => Promise<TakenExport | null>): void {
  const serve = async ({ url, method }: ProtocolRequest): Promise<ProtocolResponse> => {
    if (method !== "GET") return missing();
    const ticket = ticketOf(url);
    return ticket === null ? await page(dir, url) : await handOut(await takeExport(ticket));
  };
  // oxlint-disable-next-line typescript/no-deprecated -- its successor answers with a Response, for which Node loads its second HTTP client between the start and the first byte of the page
  protocol.registerStreamProtocol("app", (request, answer) => {
    serve(request).then(answer, () => {
      answer(missing());
    });
  });
}

async function page(dir: string, url: string): Promise<ProtocolResponse> {
  const path = pathOf(url);
  const type = path === null ? undefined : types[extname(path)];
  if (path === null || type === undefined) return missing();
  const bytes = await readFile(join(dir, path));
  const headers = { ...pageHeaders("window"), "content-type": type, "x-content-type-options": "nosniff" };
  return { statusCode: 200, headers, data: Readable.from(bytes) };
}

/** An exported file, as it lies on the disk: it goes past the page, piece by piece. */
async function handOut(taken: TakenExport | null): Promise<ProtocolResponse> {
  if (taken === null) return missing();
  const { size } = await stat(taken.file);
  const headers = exportHeaders(taken.filename, size);
  return { statusCode: 200, headers, data: createReadStream(taken.file) };
}

/** The same address that a browser follows, below the page's own origin; null: it is another. */
function ticketOf(url: string): string | null {
  const { origin, pathname } = originOf(url);
  return origin === pageOrigin ? exportTicketIn(pathname) : null;
}

export function isExportAddress(url: string): boolean {
  return ticketOf(url) !== null;
}

/** The page, its icon, or a file of its assets by a plain name; null for everything else. */
function pathOf(url: string): string | null {
  const { origin, pathname } = originOf(url);
  if (origin !== pageOrigin) return null;
  if (pathname === "/" || pathname === "/index.html") return "index.html";
  return /^\/assets\/[\w.-]+$/.test(pathname) ? pathname.slice(1) : null;
}

/** The platform gives addresses of our scheme no origin. */
function originOf(url: string): { readonly origin: string; readonly pathname: string } {
  const { protocol: scheme, host, pathname } = new URL(url);
  return { origin: `${scheme}//${host}`, pathname };
}

export function isOwnPage(url: string): boolean {
  return originOf(url).origin === pageOrigin;
}

function missing(): ProtocolResponse {
  return { statusCode: 404, data: Readable.from([]) };
}
