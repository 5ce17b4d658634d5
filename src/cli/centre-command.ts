import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";

import { openCentre } from "../centre/centre.ts";
import { addShippedPacks, moveInDemo } from "../centre/open-demo.ts";
import { serveCentre } from "../centre/server.ts";
import { openDatabase } from "../centre/store/open-database.ts";
import { openMisbehaving } from "../centre/misbehaviour.ts";
import { openPackSigner } from "../centre/pack-signer.ts";
import { isLoopback, readSecret, readSecrets } from "../gateway/auth.ts";
import type { Command, Io } from "./command.ts";
import { UsageError, writeJson } from "./command.ts";
import { shippedPackFiles, supplementFile } from "./pack-files.ts";
import type { Stopping } from "./stop-on-signals.ts";

/** The reference centre: one line with what a desk needs to reach it, then it answers until stopped. */
export function centreCommand(stop: () => Stopping): Command {
  return {
    usage:
      "centre --data <目录> [--demo] [--supplement <名称或文件>] [--port 0] [--host 127.0.0.1] [--database-url postgres://…]",
    does: "参考中心（培训与验收用）：输出一行 {url, token, controlToken, packKey, institutions}，随后按国家接口答复（/fsi/api），直到被停止；--demo 认得示范城镇的人，包括尚未到过结算台的",
    run: async (args, io) => {
      await runCentre(readArgs(args), stop, io);
      return 0;
    },
  };
}

interface Options {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly demo: boolean;
  readonly supplement: string | null;
  readonly port: number;
  readonly host: string;
}

async function runCentre(options: Options, stop: () => Stopping, io: Io): Promise<void> {
  const { dataDir, databaseUrl, demo, host, port } = options;
  const { stopped } = stop();
  const secrets = readSecrets(dataDir);
  const controlToken = readSecret(dataDir, "control.token");
  const signer = openPackSigner(dataDir);
  const db = await openDatabase(dataDir, databaseUrl);
  try {
    const { supplement } = options;
    await addShippedPacks(db, shippedPackFiles(), supplement === null ? null : supplementFile(supplement));
    if (demo) await moveInDemo(db);
    const firstSerial = randomInt(0, 9_000_000_000);
    const centre = await openCentre(db, { secrets, signer, now: Date.now, firstSerial });
    const { token } = secrets;
    const misbehaving = openMisbehaving();
    const serving = await serveCentre({ centre, misbehaving, token, controlToken, host, port, log: io.log });
    try {
      const institutions = centre.institutions().map(({ code, name }) => ({ code, name }));
      await writeJson(io, { url: serving.url, token, controlToken, packKey: signer.publicKey, institutions });
      await stopped;
    } finally {
      await serving.close();
    }
  } finally {
    await db.destroy();
  }
}

function readArgs(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      demo: { type: "boolean", default: false },
      supplement: { type: "string" },
      port: { type: "string", default: "0" },
      host: { type: "string", default: "127.0.0.1" },
      "database-url": { type: "string" },
    },
  });
  const { data, demo, host, port } = values;
  if (data === undefined) throw new UsageError("请用 --data <目录> 指明中心的数据目录");
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError("--port 应为端口号");
  if (!isLoopback(host)) throw new UsageError("--host 只能是本机地址");
  const url = values["database-url"] ?? null;
  if (url !== null && !/^postgres(?:ql)?:\/\//.test(url))
    throw new UsageError("--database-url 应为 postgres:// 地址");
  const supplement = values.supplement ?? (demo ? "demo" : null);
  return { dataDir: data, databaseUrl: url, demo, supplement, port: Number(port), host };
}
