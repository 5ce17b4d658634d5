import { parentPort, workerData } from "node:worker_threads";

import { present } from "../base/assert.ts";
import { openBeside } from "./directory.ts";
import type { Ground } from "./ground.ts";
import type { Finding } from "./terminal.ts";
import type { Order } from "./verify-order.ts";
import { orderShape } from "./verify-order.ts";
import type { Left } from "./verify.ts";
import { verifyLeft, verifyRange, verifyRest } from "./verify.ts";

/* A thread of `verifyBeside`: takes one step of its part whenever it is asked for one. */

const port = present(parentPort, "the thread that gave the order");
const { dir, dataKeys, outboxKeys, nowMs, part } = orderShape.parse(workerData);
const bytesOf = (key: Uint8Array): Buffer => Buffer.from(key);
const { ground, close } = openBeside({
  dir,
  ring: { dataKeys: dataKeys.map(bytesOf), outboxKeys: outboxKeys.map(bytesOf), recoveryLock: null },
  clock: () => nowMs,
});
const steps = stepsOf(ground, part);
port.on("message", () => {
  const { done, value } = steps.next();
  if (done === true) close();
  port.postMessage({ done: done === true, value });
});

function* stepsOf(on: Ground, what: Order["part"]): Generator<Finding, Left | null> {
  if (what.kind === "range") return yield* verifyRange(on, what.range);
  if (what.kind === "rest") yield* verifyRest(on);
  else yield* verifyLeft(on, what.left, what.lastDay);
  return null;
}
