import { basename } from "node:path";

import { fastifyStatic } from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";

import { parseStrictJson } from "../base/strict-json.ts";
import { pageHeaders } from "./page-headers.ts";
import type { Sessions } from "./sessions.ts";

/** Where the built screens lie; why there are none, when they could not be built. */
export type Screens =
  { readonly built: true; readonly dir: string } | { readonly built: false; readonly reason: string };

/** Asked for when the first page is: an engine that no page calls builds none. */
export type FindScreens = () => Promise<Screens>;

const headers = pageHeaders("browser");

/** Routes that need no token: a page holds nothing of anybody, and a session begins with its code. */
export const openRoutes: readonly string[] = ["/", "/assets/:file", "/session"];

/** The door for people: the bundle of the screens, and how a page comes to its session. */
export function addPageDoor(app: FastifyInstance, sessions: Sessions, find: FindScreens): void {
  addScreens(app, find);
  app.post("/session", (request, reply) => {
    const session = sessions.open(codeIn(request.body));
    if (session === null) return reply.code(401).send({ ok: false });
    return reply.send({ ok: true, session });
  });
  app.post("/session/code", (_request, reply) => reply.send({ ok: true, code: sessions.newCode() }));
}

/** The bundle of the screens alone. */
export function addScreens(app: FastifyInstance, find: FindScreens): void {
  app.register(fastifyStatic, { serve: false, cacheControl: false, preCompressed: true });
  app.get("/", async (_request, reply) => {
    const screens = await find();
    if (!screens.built) return withoutScreens(reply, screens.reason);
    return reply.headers(headers).sendFile("index.html", screens.dir);
  });
  app.get("/self", async (_request, reply) => {
    const screens = await find();
    if (!screens.built) return withoutScreens(reply, screens.reason);
    return reply.headers(headers).sendFile("self.html", screens.dir);
  });
  app.get<{ Params: { file: string } }>("/assets/:file", async (request, reply) => {
    const screens = await find();
    if (!screens.built) return withoutScreens(reply, screens.reason);
    const file = basename(request.params.file);
    // Their names change with their content.
    return reply
      .headers({ ...headers, "cache-control": "private, max-age=31536000, immutable" })
      .sendFile(`assets/${file}`, screens.dir);
  });
}

function codeIn(body: unknown): string {
  if (!(body instanceof Uint8Array)) return "";
  const json = parseStrictJson(new TextDecoder().decode(body));
  if (!json.ok || typeof json.value !== "object" || json.value === null || !("code" in json.value)) return "";
  return typeof json.value.code === "string" ? json.value.code : "";
}

function withoutScreens(reply: FastifyReply, reason: string): FastifyReply {
  const text = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>OneStop</title><h1>界面没有准备好</h1><p>${escape(reason)}</p><p>结算引擎、RPC 和插件接口照常工作。</p></html>`;
  return reply.code(503).headers(headers).type("text/html; charset=utf-8").send(text);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
