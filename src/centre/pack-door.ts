import type { FastifyInstance } from "fastify";

import { packsAt } from "./centre.ts";
import type { Centre } from "./centre.ts";
import { shanghaiTime } from "../app/clock.ts";

/** The rules as they are handed out: what there is, signed and dated, and each text by its hash. */
export function addPackDoor(app: FastifyInstance, centre: Centre): void {
  app.get("/packs", async (_request, reply) => {
    const now = shanghaiTime(centre.now());
    const inUse = new Set(packsAt(centre.packs(), now).map(({ sha256 }) => sha256));
    // What is to come is told as well, so that desks have it before its day; what has been replaced is not.
    const told = centre.packs().filter((pack) => inUse.has(pack.sha256) || pack.effective_from > now);
    await reply.send({ publicKey: centre.signer.publicKey, packs: told.map(centre.signer.notice) });
  });
  app.get<{ Params: { sha256: string } }>("/packs/:sha256", async (request, reply) => {
    const pack = centre.packs().find(({ sha256 }) => sha256 === request.params.sha256);
    if (pack === undefined)
      await reply.code(404).send({ infcode: -1, err_msg: "没有这个政策包", output: {} });
    else await reply.type("application/yaml; charset=utf-8").send(pack.text);
  });
}
