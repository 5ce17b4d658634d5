import type { FastifyInstance } from "fastify";

import { packsAt } from "./centre.ts";
import type { Centre } from "./centre.ts";
import { shanghaiTime } from "../app/clock.ts";
import type { CatalogueInfno } from "../wire/catalogue-file.ts";
import { catalogueInfnos, writeMediumLine } from "../wire/catalogue-file.ts";
import { catalogueText } from "./catalogue-handler.ts";
import { writeBundle } from "../wire/rules-bundle.ts";
import type { CentrePackRow } from "./store/tables.ts";

/** The rules as they are handed out: what there is, signed and dated, and each text by its hash. */
export function addPackDoor(app: FastifyInstance, centre: Centre): void {
  app.get("/packs", async (_request, reply) => {
    await reply.send({
      publicKey: centre.signer.publicKey,
      packs: toldPacks(centre).map(centre.signer.notice),
    });
  });
  // All of it at once, as a desk takes it in and as it is carried to one without a line.
  app.get("/packs/bundle", async (_request, reply) => {
    await reply.type("application/json; charset=utf-8").send(rulesBundle(centre));
  });
  app.get<{ Params: { infno: string } }>("/catalogue/:infno", async (request, reply) => {
    const infno = catalogueInfnos.find((one) => one === request.params.infno);
    if (infno === undefined) await reply.code(404).send({ infcode: -1, err_msg: "没有这个目录", output: {} });
    else await reply.type("text/plain; charset=utf-8").send(catalogueMedium(centre, infno));
  });
  app.get<{ Params: { sha256: string } }>("/packs/:sha256", async (request, reply) => {
    const pack = centre.packs().find(({ sha256 }) => sha256 === request.params.sha256);
    if (pack === undefined)
      await reply.code(404).send({ infcode: -1, err_msg: "没有这个政策包", output: {} });
    else await reply.type("application/yaml; charset=utf-8").send(pack.text);
  });
}

/** What is to come is told as well, so that desks have it before its day; what has been replaced is not. */
function toldPacks(centre: Centre): readonly CentrePackRow[] {
  const now = shanghaiTime(centre.now());
  const inUse = new Set(packsAt(centre.packs(), now).map(({ sha256 }) => sha256));
  return centre.packs().filter((pack) => inUse.has(pack.sha256) || pack.effective_from > now);
}

/** Everything that is told, signed, as one text. */
function rulesBundle(centre: Centre): string {
  return writeBundle(
    toldPacks(centre).map((pack) => ({ notice: centre.signer.notice(pack), text: pack.text })),
  );
}

/** A whole catalogue as it is carried to a desk without a line. */
function catalogueMedium(centre: Centre, infno: CatalogueInfno): string {
  const { text, notice } = catalogueText(centre, infno, 0);
  return `${writeMediumLine(notice)}${text}`;
}
