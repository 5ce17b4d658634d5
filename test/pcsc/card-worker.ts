import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

import { present } from "../../src/base/assert.ts";
import { chipCard } from "../native/card/chip-card.ts";
import type { Manner } from "./virtual-card.ts";

/** Where vpcd, the virtual reader of pcscd, waits for the card of its first slot. */
const slotPort = 35_963;
/** Answer to reset of a card of protocol T=0, with eight bytes of its own. */
const answerToReset = Buffer.from("3b6800004f4e4553544f5031", "hex");
const resetCodes = { off: 0, on: 1, reset: 2, atr: 4 } as const;

/** Speaks for a card in the virtual reader: lengths of two bytes and what they count; one byte is about power. */
function stand({ delayMs = 0, leavesAt, mutesAt, ...chip }: Manner): void {
  const card = chipCard(chip);
  const socket = connect(slotPort, "127.0.0.1");
  socket.once("connect", () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    present(parentPort, "whoever puts the card in").postMessage("in");
  });
  socket.on("error", () => undefined);
  const send = (bytes: Buffer): void => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    if (socket.writable) socket.write(Buffer.concat([length, bytes]));
  };
  let count = 0;
  const answer = async (message: Buffer): Promise<void> => {
    if (message.length === 1) {
      if (message[0] === resetCodes.atr) send(answerToReset);
      else card.reset();
      return;
    }
    count += 1;
    if (count === leavesAt) socket.destroy();
    else if (count !== mutesAt) {
      const bytes = await card.transmit(message);
      setTimeout(() => {
        send(bytes);
      }, delayMs);
    }
  };
  let rest = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      answer(Buffer.from(rest.subarray(2, end))).catch(() => undefined);
      rest = rest.subarray(end);
    }
  });
}

stand(workerData as Manner);
