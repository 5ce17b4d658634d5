import { createReadStream, statSync } from "node:fs";

import type { FastifyInstance } from "fastify";

import type { Exports } from "../app/exports/exports.ts";
import { exportHeaders, exportRoute } from "./export-address.ts";

/** Hands out an exported file to whoever has its address: a download of a browser can show no token. */
export function addExportDoor(app: FastifyInstance, terminal: Pick<Exports, "takeExport">): void {
  app.get<{ Params: { ticket: string } }>(exportRoute, async (request, reply) => {
    const taken = terminal.takeExport(request.params.ticket);
    if (taken === null) {
      return await reply
        .code(404)
        .type("text/plain; charset=utf-8")
        .send("下载地址已用过或已过期，请在导出处再取一次");
    }
    return await reply
      .headers(exportHeaders(taken.filename, statSync(taken.file).size))
      .send(createReadStream(taken.file));
  });
}
