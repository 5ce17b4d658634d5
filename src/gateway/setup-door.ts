import type { FastifyInstance } from "fastify";
import { fastify } from "fastify";

import { faultsOf } from "../base/faults.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import { StoreError } from "../store/store-error.ts";
import { isAuthorized, isOwnHost, isOwnOrigin } from "./auth.ts";
import type { SetupAnswer, SetupChoices, SetupInput } from "./contract-setup.ts";
import { setupInput } from "./contract-setup.ts";
import { readBodiesAsBytes, textOf } from "./http-bodies.ts";
import type { FindScreens } from "./pages.ts";
import { addScreens } from "./pages.ts";

/** How a first start ended. */
export type SetupEnd = "made" | "demo";

export interface SetupDoor {
  readonly screens: FindScreens;
  /** What the one page that may set up shows. */
  readonly token: string;
  readonly port: number;
  readonly choices: SetupChoices;
  readonly make: (input: SetupInput) => SetupAnswer;
  readonly ended: (end: SetupEnd) => void;
}

/** The door of a first start: one page of this machine, until there are books. Nothing else is served. */
export async function serveSetup(door: SetupDoor): Promise<{
  readonly url: string;
  readonly close: () => Promise<void>;
}> {
  const app = fastify({ logger: false, bodyLimit: 64 * 1024, forceCloseConnections: true });
  readBodiesAsBytes(app);
  const port = (): number => {
    const address = app.server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  };
  app.addHook("onRequest", async (request, reply) => {
    const { host, origin, authorization } = request.headers;
    if (!isOwnHost(host, port()) || !isOwnOrigin(origin, port())) return await reply.code(403).send();
    const isOpen = !(request.routeOptions.url ?? "").startsWith("/setup/");
    if (isOpen || isAuthorized(authorization, door.token)) return undefined;
    return await reply.code(401).send();
  });
  addScreens(app, door.screens);
  addSetup(app, door);
  await app.listen({ host: "127.0.0.1", port: door.port });
  return { url: `http://127.0.0.1:${port()}`, close: async () => await app.close() };
}

function addSetup(app: FastifyInstance, door: SetupDoor): void {
  let isMade = false;
  app.post("/setup/choices", async (_request, reply) => await reply.send(door.choices));
  app.post("/setup/make", async (request, reply) => {
    const json = parseStrictJson(textOf(request.body) ?? "");
    const parsed = setupInput.safeParse(json.ok ? json.value : undefined);
    if (!parsed.success) {
      const faults = faultsOf(parsed.error.issues, json.ok ? json.value : undefined);
      const message = faults.map(({ reason }) => reason).join("；");
      return await reply.send(refused("CLAIM_INVALID", message, { faults }));
    }
    const answer = makeOrSay(door, parsed.data);
    isMade = isMade || answer.ok;
    return await reply.header("cache-control", "no-store").send(answer);
  });
  app.post("/setup/finish", async (_request, reply) => {
    await reply.send({ ok: isMade });
    if (isMade) door.ended("made");
  });
  app.post("/setup/demo", async (_request, reply) => {
    await reply.send({ ok: !isMade });
    if (!isMade) door.ended("demo");
  });
}

/** A full disk and books that are there already are said to whoever sets up. */
function makeOrSay(door: SetupDoor, input: SetupInput): SetupAnswer {
  try {
    return door.make(input);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return refused(error.code, error.message, {});
  }
}

function refused(code: string, message: string, details: Record<string, unknown>): SetupAnswer {
  return { ok: false, refusal: { code, message, details } };
}
