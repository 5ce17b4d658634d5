import { once } from "node:events";
import { connect } from "node:net";

import type { PrinterPort } from "./printer-port.ts";

/** Connects to a printer in the network. @throws when nobody answers there in time */
export async function openTcpPort(
  { host, port }: { readonly host: string; readonly port: number },
  timeoutMs: number,
): Promise<PrinterPort> {
  const socket = connect({ host, port, noDelay: true });
  let reason = "对方已断开";
  socket.on("error", (error) => {
    reason = error.message;
  });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    write: async (bytes) => {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      socket.write(bytes, (error) => {
        if (error === null || error === undefined) resolve(undefined);
        else reject(error);
      });
      await promise;
    },
    listen: ({ bytes, closed }) => {
      socket.on("data", bytes);
      socket.once("close", () => closed(reason));
      if (socket.destroyed) closed(reason);
    },
    close: async () => {
      if (socket.closed) return;
      const closed = once(socket, "close");
      socket.destroy();
      await closed;
    },
  };
}
