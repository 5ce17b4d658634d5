import { z } from "zod";

import { contract, refusalSchema } from "./contract.ts";

/** OpenAPI 3.1 of the screens' door, written from the very schemas that check it. */
export function openApi(url: string): Readonly<Record<string, unknown>> {
  const paths = Object.entries(contract).map(([verb, { does, input, output }]) => {
    const answer = z.union([z.object({ ok: z.literal(true), value: output }), refusalSchema]);
    const post = {
      operationId: verb,
      summary: does,
      security: [{ bearer: [] }],
      requestBody: { required: true, content: { "application/json": { schema: schemaOf(input, "input") } } },
      responses: {
        "200": {
          description: "结果，或一项拒绝及其原因",
          content: { "application/json": { schema: schemaOf(answer, "output") } },
        },
        "401": { description: "令牌缺失或不对" },
        "403": { description: "Host 或 Origin 不是本机" },
        "413": { description: "报文过大" },
        "429": { description: "请求过多" },
      },
    };
    return [`/rpc/${verb}`, { post }] as const;
  });
  return {
    openapi: "3.1.0",
    info: { title: "OneStop 医保一站式结算台", version: "1" },
    servers: [{ url }],
    paths: Object.fromEntries(paths),
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Readonly<Record<string, unknown>> {
  const described = z.toJSONSchema(schema, { io, target: "draft-2020-12" });
  // The dialect is that of OpenAPI 3.1 as a whole.
  return Object.fromEntries(Object.entries(described).filter(([key]) => key !== "$schema"));
}

/** A page for people: every verb with its schemas, no script and nothing loaded from elsewhere. */
export function referencePage(url: string): string {
  const verbs = Object.entries(contract).map(([verb, { does, input, output }]) => {
    const shown = (schema: z.ZodType, io: "input" | "output"): string =>
      `<pre>${escape(JSON.stringify(schemaOf(schema, io), null, 2))}</pre>`;
    return `<h2>POST /rpc/${verb}</h2><p>${escape(does)}</p><details><summary>输入</summary>${shown(input, "input")}</details><details><summary>输出</summary>${shown(output, "output")}</details>`;
  });
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>OneStop 接口参考</title><h1>OneStop 接口参考</h1><p>${escape(url)}　机器可读：<a href="/openapi.json">/openapi.json</a>；国家接口报文：POST /fsi/api</p>${verbs.join("")}</html>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
