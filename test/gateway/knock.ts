import { request as httpRequest } from "node:http";

import type { Terminal } from "../../src/app/terminal.ts";
import type { FullTerminal } from "../../src/app/full-terminal.ts";
import type { ServeOptions, Serving } from "../../src/gateway/server.ts";
import { serve } from "../../src/gateway/server.ts";
import { formatMsgid } from "../../src/wire/msgid.ts";
import { memoryTerminal } from "./memory-terminal.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** An answer as it came over the line. */
export interface Reply {
  readonly infcode: number;
  readonly inf_refmsgid: string;
  readonly refmsg_time: string;
  readonly respond_time: string;
  readonly err_msg: string;
  readonly output: Readonly<Record<string, never>> & {
    readonly setlinfo: Readonly<Record<string, string>>;
    readonly setldetail: readonly Readonly<Record<string, string>>[];
    readonly detlcutinfo: readonly Readonly<Record<string, string>>[];
    readonly result: never;
  };
}

export interface Desk extends Serving {
  readonly terminal: FullTerminal & { readonly states: ReadonlyMap<string, string> };
  readonly token: string;
  readonly logged: readonly string[];
  /** A number that no message has had. */
  readonly newMsgid: () => string;
  readonly ask: (infno: string, input: unknown, more?: Fields) => Promise<Reply>;
  readonly post: (body: string | Uint8Array, headers?: Readonly<Record<string, string>>) => Promise<Response>;
}

const nowMs = Date.parse("2023-03-01T10:00:00+08:00");
const token = "test-token-that-is-long-enough-to-be-one";

/** A real server on this machine, with made-up people behind it. */
export async function openDesk(
  institution: Partial<Terminal["institution"]> = {},
  limits: NonNullable<ServeOptions["limits"]> = {},
): Promise<Desk> {
  const terminal = memoryTerminal(institution);
  const logged: string[] = [];
  let serial = 0;
  const serving = await serve({
    terminal,
    secrets: { token, hashKey: "test-hash-key" },
    host: "127.0.0.1",
    lan: null,
    port: 0,
    now: () => nowMs + serial,
    demandsSignIn: false,
    log: (line) => void logged.push(line),
    limits,
  });
  const newMsgid = (): string => {
    serial += 1;
    return formatMsgid(terminal.institution.code, nowMs, serial);
  };
  const post: Desk["post"] = async (body, headers = {}) =>
    await fetch(`${serving.url}/fsi/api`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      body,
    });
  return {
    ...serving,
    terminal,
    token,
    logged,
    newMsgid,
    post,
    ask: async (infno, input, more = {}) => {
      const envelope = { ...envelopeOf(terminal, infno, newMsgid()), input, ...more };
      const answer = await post(JSON.stringify(envelope));
      return (await answer.json()) as Reply;
    },
  };
}

export function envelopeOf(
  { institution }: { readonly institution: Pick<Terminal["institution"], "code" | "name" | "region"> },
  infno: string,
  msgid: string,
): Fields {
  return {
    infno,
    msgid,
    mdtrtarea_admvs: institution.region,
    insuplc_admdvs: "420300",
    recer_sys_code: "YBXT",
    dev_no: null,
    dev_safe_info: "",
    cainfo: "",
    signtype: null,
    infver: "V1.0",
    opter_type: "1",
    opter: "0001",
    opter_name: "操作员",
    inf_time: "2023-03-01 10:00:00",
    fixmedins_code: institution.code,
    fixmedins_name: institution.name,
    sign_no: "",
  };
}

/** fetch does not let a program choose its Host; this does. */
export async function statusWithHost(desk: Desk, host: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { host, authorization: `Bearer ${desk.token}` };
  const outgoing = httpRequest(`${desk.url}/fsi/api`, { method: "POST", headers }, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? 0);
  });
  outgoing.on("error", reject);
  outgoing.end("{}");
  return await promise;
}
