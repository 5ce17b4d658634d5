import { once } from "node:events";
import type { Server, Socket } from "node:net";
import { createServer } from "node:net";

import { describe, expect, onTestFinished, test } from "vitest";

import { plainAdapter } from "../../src/line/adapters/plain.ts";
import type { LineClient, Sent } from "../../src/line/client.ts";
import { openLine } from "../../src/line/client.ts";

const body = '{"infcode":0}';
const whole = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

/** A server that does with each request what it is told, on a real socket. */
async function serverThat(
  does: (socket: Socket) => void,
): Promise<{ readonly url: string; readonly seen: () => number }> {
  let seen = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      if (!data.toString().startsWith("POST")) return;
      seen += 1;
      does(socket);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), "close");
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, seen: () => seen };
}

function lineTo(url: string, limits: Partial<Parameters<typeof openLine>[0]> = {}): LineClient {
  const line = openLine({ url, adapter: plainAdapter("t"), now: Date.now, ...limits });
  onTestFinished(() => line.close());
  return line;
}

describe("the way to a centre", () => {
  test("brings a whole answer, and the next one over the same connection", async () => {
    const { url, seen } = await serverThat((socket) => void socket.write(whole));
    const line = lineTo(url);
    expect(await line.send("{}")).toMatchObject({ kind: "answered", body });
    expect(await line.send("{}")).toMatchObject({ kind: "answered", body });
    expect(seen()).toBe(2);
  });

  test("nobody listens: it certainly was not sent", async () => {
    const { url } = await serverThat(() => undefined);
    const closed = await serverThat(() => undefined);
    expect(closed.url).not.toBe(url);
    const line = lineTo("http://127.0.0.1:1");
    expect(await line.send("{}")).toMatchObject({ kind: "notSent", reason: "ECONNREFUSED" });
  });

  test("a name that nobody has: it certainly was not sent", async () => {
    expect(await lineTo("http://centre.invalid:1").send("{}")).toMatchObject({ kind: "notSent" });
  });

  test("an answer that is cut at any byte is no answer, and what was asked may have been done", async () => {
    let bytes = 0;
    const { url, seen } = await serverThat((socket) => {
      socket.write(whole.slice(0, bytes), () => socket.destroy());
    });
    const line = lineTo(url);
    for (bytes = 0; bytes < whole.length; bytes += 1)
      expect([bytes, (await line.send("{}")).kind]).toEqual([bytes, "unknown"]);
    expect(seen()).toBe(whole.length);
  });

  test("an answer that does not come in time is none", async () => {
    const { url } = await serverThat(() => undefined);
    const line = lineTo(url, { connectMsMax: 20, answerMsMax: 30 });
    expect(await line.send("{}")).toEqual({ kind: "unknown", reason: "TIMEOUT" });
  });

  test("an answer beyond all bounds is none, and does not fill the memory", async () => {
    const { url } = await serverThat((socket) => void socket.write(whole));
    expect(await lineTo(url, { answerBytesMax: 5 }).send("{}")).toMatchObject({
      kind: "unknown",
      reason: "ANSWER_TOO_LARGE",
    });
  });

  test.each([
    [401, "notSent"],
    [403, "notSent"],
    [413, "notSent"],
    [429, "notSent"],
    [500, "unknown"],
    [502, "unknown"],
    [504, "unknown"],
    [204, "unknown"],
  ] as const)("HTTP %i is %s", async (status, kind) => {
    const { url } = await serverThat((socket) => {
      socket.write(`HTTP/1.1 ${status} Said\r\ncontent-length: 0\r\n\r\n`);
    });
    const sent: Sent = await lineTo(url).send("{}");
    expect(sent).toEqual({ kind, reason: `HTTP_${status}` });
  });

  test("a kept connection that the other side has given up leaves it unknown", async () => {
    let first = true;
    const { url } = await serverThat((socket) => {
      if (first) socket.write(whole);
      else socket.destroy();
      first = false;
    });
    const line = lineTo(url);
    expect((await line.send("{}")).kind).toBe("answered");
    expect((await line.send("{}")).kind).toBe("unknown");
  });

  test("an answer whose signature does not hold is none", async () => {
    const { url } = await serverThat((socket) => void socket.write(whole));
    const line = lineTo(url, { adapter: { ...plainAdapter("t"), accepts: () => false } });
    expect(await line.send("{}")).toEqual({ kind: "unknown", reason: "ANSWER_SIGNATURE" });
  });
});
