import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request as requestHttp } from "node:http";

/** A line between a desk and the centre for training: it can be cut, and then nobody answers at its address. */
export interface Relay {
  readonly url: string;
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  /** The newest message that went over it and contains all of these words. */
  readonly lastWith: (...words: readonly string[]) => string | null;
}

const keptMax = 200;

/** @param target  the centre's own address */
export async function openRelay(target: string): Promise<Relay> {
  const carried: string[] = [];
  const server = createServer((request, response) =>
    carry(new URL(request.url ?? "/", target), { request, response }, (body) => {
      carried.push(body);
      carried.splice(0, carried.length - keptMax);
    }),
  );
  const listen = async (at: number): Promise<number> => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : at;
  };
  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    cut: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
    mend: async () => void (await listen(port)),
    lastWith: (...words) => carried.findLast((body) => words.every((word) => body.includes(word))) ?? null,
  };
}

/** Hands on what comes as it comes, so that an answer that ends in the middle ends there on both sides. */
function carry(
  url: URL,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  passed: (body: string) => void,
): void {
  const { method = "GET", headers } = request;
  const parts: Buffer[] = [];
  const onward = requestHttp(url, { method, headers: { ...headers, host: url.host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.on("error", () => response.destroy());
  });
  onward.on("error", () => response.destroy());
  response.on("error", () => onward.destroy());
  request.on("error", () => onward.destroy());
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => passed(Buffer.concat(parts).toString("utf8")));
  request.pipe(onward);
}
