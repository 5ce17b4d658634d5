import { once } from "node:events";
import { MessageChannel } from "node:worker_threads";

import { expect, test } from "vitest";

import { openPortDoor } from "../../src/gateway/port-door.ts";
import { StoreError } from "../../src/store/store-error.ts";

/** The door on one end of a real channel, asked from the other. */
async function askOver(call: Parameters<typeof openPortDoor>[1]["call"], message: unknown) {
  const { port1, port2 } = new MessageChannel();
  const faults: string[] = [];
  openPortDoor(
    { send: (answer) => port1.postMessage(answer, []), listen: (take) => port1.on("message", take) },
    { call, seen: () => undefined, fault: (verb) => void faults.push(verb) },
  );
  const answered: Promise<unknown[]> = once(port2, "message");
  port2.postMessage(message, []);
  const [answer] = await answered;
  port1.close();
  return { answer, faults };
}

test("a verb is answered with its number; what is no verb and what is no JSON is refused as over HTTP", async () => {
  const call = (name: string, input: unknown) =>
    name === "twice" ? Promise.resolve({ ok: true as const, value: { input } }) : null;
  const asked = await askOver(call, { id: 7, verb: "twice", text: '{"a":1}' });
  expect(asked.answer).toEqual({ id: 7, status: 200, text: '{"ok":true,"value":{"input":{"a":1}}}' });
  expect(await askOver(call, { id: 8, verb: "thrice", text: "{}" })).toMatchObject({
    answer: { id: 8, status: 404 },
  });
  expect(await askOver(call, { id: 9, verb: "twice", text: '{"a":1,"a":2}' })).toMatchObject({
    answer: { id: 9, status: 400 },
  });
});

test("a fault of the books is said in its words; a mistake of ours is told without them", async () => {
  const broken = await askOver(
    () => {
      throw new StoreError("DISK_FULL", "磁盘已满");
    },
    { id: 1, verb: "commit", text: "{}" },
  );
  expect(broken.answer).toMatchObject({
    id: 1,
    status: 503,
    text: expect.stringContaining("磁盘已满") as unknown,
  });
  const wrong = await askOver(
    () => {
      throw new Error("张三");
    },
    { id: 2, verb: "commit", text: "{}" },
  );
  expect(wrong).toEqual({ answer: { id: 2, status: 500, text: "{}" }, faults: ["commit"] });
});
