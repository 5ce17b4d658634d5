import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";

/** Systems name their JSON in many ways, or not at all: the bytes are read by us, whatever they are called. */
export function readBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });
}

/** The text of a body; null when it is not UTF-8, which a system that sends GBK is told. */
export function textOf(body: unknown): string | null {
  if (!(body instanceof Uint8Array)) return "";
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** Method, route, status and time. Neither a body nor an address nor a query ever gets here. */
export function logWithoutPersons(app: FastifyInstance, log: Logger): void {
  app.addHook("onResponse", (request, reply, next) => {
    const route = request.routeOptions.url ?? "none";
    log.info({
      request: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
    next();
  });
}
