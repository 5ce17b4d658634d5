// A centre in a process of its own for `long-outage.ts`: the real handlers over the books in a directory. Prints its port.

import { createServer } from "node:http";

import { openSimulatedCentre } from "../../simulate/town.ts";

const dir = process.argv[2] ?? "";
const startMs = Number(process.argv[3]);
const started = performance.now();
const centre = openSimulatedCentre(dir, () => Math.floor(startMs + performance.now() - started));
let hangs = false;

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    if (request.url === "/hang" || request.url === "/answer") {
      hangs = request.url === "/hang";
      response.end();
      return;
    }
    if (hangs) return;
    response.setHeader("content-type", "application/json");
    response.end(centre.deliver(Buffer.concat(parts).toString("utf8")) ?? "");
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address !== null ? address.port : 0);
});
process.on("SIGTERM", () => {
  server.closeAllConnections();
  server.close();
  centre.close();
});
