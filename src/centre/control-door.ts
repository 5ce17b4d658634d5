import { createHash } from "node:crypto";

import type { FastifyInstance } from "fastify";
import { z } from "zod";

import { parseStrictJson } from "../base/strict-json.ts";
import { faultsOf } from "../base/faults.ts";
import { textOf } from "../gateway/http-bodies.ts";
import { designations, institutionTypes, levels } from "../rules/schema-parts.ts";
import { loadPacks } from "../rules/pack-book.ts";
import type { Centre } from "./centre.ts";
import { misbehaviourShape } from "./misbehaviour.ts";
import type { Misbehaving } from "./misbehaviour.ts";
import { checkBooks } from "./store/check-books.ts";
import { addItems, addPack, itemShape, putInstitution } from "./store/reference-rows.ts";

interface ControlDoor {
  readonly centre: Centre;
  readonly misbehaving: Misbehaving;
}

const rulesShape = z.strictObject({ rules: z.array(misbehaviourShape).max(100) });

const institutionShape = z.strictObject({
  code: z.string().regex(/^[HP]\d{11}$/),
  name: z.string().min(1).max(200),
  type: z.enum(institutionTypes),
  level: z.enum(levels),
  region: z.string().regex(/^\d{6}$/),
  designations: z.array(z.enum(designations)),
});

const packShape = z.strictObject({
  kind: z.enum(["pack", "supplement"]),
  /** A pack takes the place of the one of its name. */
  name: z.string().regex(/^[\w./-]{1,200}$/),
  text: z.string().max(1024 * 1024),
  effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00$/),
});

const itemsShape = z.strictObject({ items: z.array(itemShape).min(1).max(5000) });

type Said = { readonly status: 200 | 400; readonly body: unknown };

/** How a drill is run: what the centre does wrong, whom it knows, which rules it takes into use. */
export function addControlDoor(app: FastifyInstance, { centre, misbehaving }: ControlDoor): void {
  const told = <T>(path: string, shape: z.ZodType<T>, does: (value: T) => Promise<Said>): void => {
    app.post(path, async (request, reply) => {
      const json = parseStrictJson(textOf(request.body) ?? "");
      const parsed = shape.safeParse(json.ok ? json.value : undefined);
      const { status, body } = parsed.success
        ? await does(parsed.data)
        : wrong(faultsOf(parsed.error.issues, json.ok ? json.value : undefined));
      await reply.code(status).send(body);
    });
  };
  app.get("/control/misbehave", async (_request, reply) => await reply.send({ rules: misbehaving.list() }));
  told("/control/misbehave", rulesShape, async ({ rules }) => {
    misbehaving.set(rules);
    return await Promise.resolve(right({ rules: misbehaving.list() }));
  });
  told("/control/institutions", institutionShape, async (institution) => {
    await putInstitution(centre.db, institution);
    await centre.reload();
    return right({ code: institution.code });
  });
  told("/control/items", itemsShape, async ({ items }) => {
    await addItems(centre.db, items);
    await centre.reload();
    return right({ items: items.length });
  });
  told("/control/packs", packShape, async (pack) => await publish(centre, pack));
  // Whether the books still are what made them: nobody is named.
  app.get("/control/check", async (_request, reply) => await reply.send(await checkBooks(centre.db)));
}

/** Takes a pack up, if with it all packs still load. */
async function publish(centre: Centre, pack: z.output<typeof packShape>): Promise<Said> {
  const { kind, name, text, effectiveFrom } = pack;
  const sha256 = createHash("sha256").update(text, "utf8").digest("hex");
  const file = { name, text, sha256 };
  if (kind === "pack") {
    const loaded = loadPacks([file], null);
    if (!loaded.ok) return wrong(loaded.faults);
  }
  await addPack(centre.db, kind, { file, effectiveFrom });
  await centre.reload();
  return right({ sha256 });
}

function right(body: unknown): Said {
  return { status: 200, body };
}

function wrong(faults: readonly { readonly path: string; readonly reason: string }[]): Said {
  return { status: 400, body: { faults: faults.map(({ path, reason }) => ({ path, reason })) } };
}
