import { spawn } from "node:child_process";

import { z } from "zod";

const served = z.object({ url: z.string(), token: z.string() });
const given = z.object({ ok: z.literal(true), code: z.string() });

/** What `serve` has printed, opened by whatever this machine opens pages with; the address bears a code for one page. */
export async function openInBrowser(
  line: string,
  { opens, demo }: { readonly opens: boolean; readonly demo: boolean },
): Promise<void> {
  const { url, token } = served.parse(JSON.parse(line));
  const answer = await fetch(`${url}/session/code`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  const { code } = given.parse(await answer.json());
  const page = `${url}/#code=${code}`;
  const isOpening = opens && (await open(page));
  const how = isOpening ? "浏览器应已打开；若没有，请在十分钟内打开" : "请在十分钟内用浏览器打开";
  process.stdout.write(`${how}：\n\n  ${page}\n\n`);
  if (demo) process.stdout.write("示范收费员：工号 C001，密码 135790。按 Ctrl+C 结束。\n");
}

/** The page of a first start, as `setup` has printed it. */
export async function openSetup(line: string, { opens }: { readonly opens: boolean }): Promise<void> {
  const { url, token } = served.parse(JSON.parse(line));
  const page = `${url}/#setup=${token}`;
  const isOpening = opens && (await open(page));
  process.stdout.write(
    `${isOpening ? "浏览器应已打开；若没有，请打开" : "请用浏览器打开"}：\n\n  ${page}\n\n`,
  );
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Whether something was found that takes it. */
async function open(page: string): Promise<boolean> {
  const [command, ...args] = openers[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...args, page], { stdio: "ignore", detached: true });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  child.once("error", () => resolve(false));
  child.once("spawn", () => {
    child.unref();
    resolve(true);
  });
  return await promise;
}
