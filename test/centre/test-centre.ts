import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Centre } from "../../src/centre/centre.ts";
import { openCentre } from "../../src/centre/centre.ts";
import { openMisbehaving } from "../../src/centre/misbehaviour.ts";
import { addShippedPacks, moveInDemo } from "../../src/centre/open-demo.ts";
import { openPackSigner } from "../../src/centre/pack-signer.ts";
import { serveCentre } from "../../src/centre/server.ts";
import { openDatabase } from "../../src/centre/store/open-database.ts";
import { shippedPackFiles, supplementFile } from "../../src/cli/pack-files.ts";
import { formatMsgid } from "../../src/wire/msgid.ts";
import type { Fields, Reply } from "../gateway/knock.ts";
import { envelopeOf } from "../gateway/knock.ts";
import { layEmbedded } from "./embedded-template.ts";
import { startPostgres } from "./postgres-server.ts";

/** A centre with the demo town on a socket of this machine. */
export interface TestCentre {
  readonly centre: Centre;
  readonly url: string;
  readonly token: string;
  readonly clock: { ms: number };
  readonly logged: readonly string[];
  readonly newMsgid: (institution?: string) => string;
  readonly post: (body: string) => Promise<Response>;
  /** Sends a message of the demo hospital, signed on. */
  readonly ask: (infno: string, input: unknown, more?: Fields) => Promise<Reply>;
  /** Asks the control door; without a body it is a GET. */
  readonly control: (
    path: string,
    body?: unknown,
  ) => Promise<{ readonly status: number; readonly body: never }>;
  readonly signOn: (institution: string) => Promise<string>;
  /** What 9102 gives. */
  readonly download: (fsDownloadIn: Fields) => Promise<Uint8Array>;
  readonly get: (path: string) => Promise<Response>;
  readonly close: () => Promise<void>;
}

export const databases = ["embedded", "server"] as const;

const token = "test-token-that-is-long-enough-to-be-one";
const controlToken = "test-control-token-that-is-long-enough";
const hospital = { code: "H42030000001", name: "十堰示范医院", region: "420300" };

/** Opens a centre; whoever does closes it. */
export async function openTestCentre(
  database: (typeof databases)[number],
  nowMs = Date.parse("2024-05-10T10:00:00+08:00"),
): Promise<TestCentre> {
  const dir = mkdtempSync(join(tmpdir(), "onestop-centre-"));
  const server = database === "server" ? await startPostgres() : null;
  if (server === null) await layEmbedded(dir);
  const db = await openDatabase(dir, server?.url ?? null);
  await addShippedPacks(db, shippedPackFiles(), supplementFile("demo"));
  await moveInDemo(db);
  const clock = { ms: nowMs };
  const secrets = { token, hashKey: "test-hash-key" };
  const signer = openPackSigner(dir);
  const centre = await openCentre(db, { secrets, signer, now: () => clock.ms, firstSerial: 0 });
  const logged: string[] = [];
  const log = (line: string): void => void logged.push(line);
  const misbehaving = openMisbehaving();
  const where = { host: "127.0.0.1", port: 0 };
  const serving = await serveCentre({ centre, misbehaving, token, controlToken, log, ...where });
  return {
    centre,
    url: serving.url,
    token,
    clock,
    logged,
    ...askingOf(serving.url, clock),
    close: async () => {
      await serving.close();
      await db.destroy();
      await server?.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

type Asking = Pick<TestCentre, "newMsgid" | "post" | "ask" | "signOn" | "control" | "download" | "get">;

function askingOf(url: string, clock: { readonly ms: number }): Asking {
  const newMsgid = msgidsOf(clock);
  const headers = { authorization: `Bearer ${token}` };
  const post: TestCentre["post"] = async (body) =>
    await fetch(`${url}/fsi/api`, { method: "POST", headers, body });
  const signOn = signOnsOf(post, clock, newMsgid);
  const envelope = async (infno: string, code: string, signed = true): Promise<Fields> => ({
    ...envelopeOf({ institution: hospital }, infno, newMsgid(code)),
    ...(signed ? { sign_no: await signOn(code) } : {}),
  });
  return {
    newMsgid,
    post,
    signOn,
    ask: async (infno, input, more = {}) => {
      const { fixmedins_code: given = hospital.code } = more;
      const head = await envelope(infno, String(given), !("sign_no" in more));
      return (await (await post(JSON.stringify({ ...head, input, ...more }))).json()) as Reply;
    },
    control: async (path, body) => {
      const answer = await fetch(`${url}/control/${path}`, {
        headers: { authorization: `Bearer ${controlToken}` },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as never };
    },
    download: async (fsDownloadIn) => {
      const head = await envelope("9102", hospital.code);
      const answer = await post(JSON.stringify({ ...head, input: { fsDownloadIn } }));
      return new Uint8Array(await answer.arrayBuffer());
    },
    get: async (path) => await fetch(`${url}${path}`, { headers }),
  };
}

function msgidsOf(clock: { readonly ms: number }): TestCentre["newMsgid"] {
  let serial = 0;
  return (institution = hospital.code) => {
    serial += 1;
    // Of another hour than those that a desk mints.
    const at = clock.ms - 3_600_000 + Math.floor(serial / 10_000) * 1000;
    return formatMsgid(institution, at, serial % 10_000);
  };
}

/** A sign-on holds for a day, and a test may move on by more: there is one for each half of a day. */
function signOnsOf(
  post: TestCentre["post"],
  clock: { readonly ms: number },
  newMsgid: TestCentre["newMsgid"],
): TestCentre["signOn"] {
  const held = new Map<string, string>();
  return async (institution) => {
    const key = `${institution} ${Math.floor(clock.ms / 43_200_000)}`;
    const known = held.get(key);
    if (known !== undefined) return known;
    const envelope = envelopeOf({ institution: hospital }, "9001", newMsgid(institution));
    const input = { signIn: { opter_no: "C001", mac: "", ip: "" } };
    const answer = await post(JSON.stringify({ ...envelope, fixmedins_code: institution, input }));
    const { output } = (await answer.json()) as { output: { signinoutb: { sign_no: string } } };
    held.set(key, output.signinoutb.sign_no);
    return output.signinoutb.sign_no;
  };
}
