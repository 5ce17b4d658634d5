import type { MessagePort } from "node:worker_threads";
import { parentPort, workerData } from "node:worker_threads";

import { present } from "../base/assert.ts";
import { openBeside } from "./directory.ts";
import type { Ground } from "./ground.ts";
import type { Finding } from "./terminal.ts";
import type { Part } from "./verify-order.ts";
import { askShape, placeShape } from "./verify-order.ts";
import type { Left } from "./verify.ts";
import { verifyLeft, verifyRange, verifyRest } from "./verify.ts";

/* A thread of `verifyBeside`: takes one part after the other, and one step of it whenever it is asked for one. */

type Steps = Generator<Finding, Left | null>;

const { dir, dataKeys, outboxKeys, nowMs } = placeShape.parse(workerData);
const bytesOf = (key: Uint8Array): Buffer => Buffer.from(key);
const { ground } = openBeside({
  dir,
  ring: { dataKeys: dataKeys.map(bytesOf), outboxKeys: outboxKeys.map(bytesOf), recoveryLock: null },
  clock: () => nowMs,
});
answer(ground, present(parentPort, "the thread that gives the parts"));

/** The books stay open until the thread is ended. */
function answer(on: Ground, port: MessagePort): void {
  let steps: Steps | null = null;
  port.on("message", (message: unknown) => {
    const asked = askShape.parse(message);
    if (asked !== "next") steps = stepsOf(on, asked);
    const { done, value } = present(steps, "a part that was begun").next();
    port.postMessage({ done: done === true, value });
  });
}

function* stepsOf(on: Ground, part: Part): Steps {
  if (part.kind === "range") return yield* verifyRange(on, part.range);
  if (part.kind === "rest") yield* verifyRest(on, [part.rest]);
  else yield* verifyLeft(on, part.left, part.lastDay);
  return null;
}
