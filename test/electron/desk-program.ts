import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";

import type { Verb, VerbInput, VerbOutput } from "../../src/gateway/contract.ts";
import { readSecrets } from "../../src/gateway/auth.ts";
import { holdersOfBooks, renderersOf } from "./processes.ts";

/** A started window program, its page, and its processes. */
export interface DeskProgram {
  readonly pid: number;
  /** Its page, by the scheme of its address where it is not the desk's. */
  readonly page: (scheme?: string) => Promise<Page>;
  /** Everything that its processes have said. */
  readonly said: () => string;
  /** Waits until it says something. */
  readonly hear: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly enginePid: () => Promise<number>;
  readonly rendererPid: () => number;
  /** The page once another process draws it. */
  readonly pageAfter: (renderer: number) => Promise<Page>;
  /** Asks the engine as a program of the same machine does. */
  readonly call: <V extends Verb>(verb: V, input: VerbInput<V>) => Promise<VerbOutput<V>>;
  /** As from the menu. @returns the exit code */
  readonly quit: () => Promise<number | null>;
  /** As if the power went, for this program. */
  readonly kill: () => Promise<void>;
  readonly ended: Promise<number | null>;
}

export interface ProgramStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly display: string;
  readonly dataDir: string;
  readonly userDir: string;
  /** Its engine answers other programs, too: how a test looks into the books. */
  readonly serves: boolean;
}

const waitMsMax = 60_000;

/** Starts the window on a directory, without the sandbox of the system where that is not to be had, as root. */
export function startDeskProgram(start: ProgramStart): DeskProgram {
  const { program, args, env, display, dataDir } = start;
  const child = spawn(program, [...args, ...switchesOf(start)], {
    env: { ...process.env, ...env, DISPLAY: display, LANG: "zh_CN.UTF-8" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const pid = child.pid ?? 0;
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => void lines.push(line));
  const ended = once(child, "exit").then(([code]: unknown[]) => (typeof code === "number" ? code : null));
  const said = (): string => lines.join("\n");
  const hear = async (pattern: RegExp): Promise<RegExpExecArray> =>
    await until(`the program to say ${String(pattern)}; it said:\n${said()}`, () => pattern.exec(said()));
  let browser: Browser | undefined;
  const page = async (scheme = "app:"): Promise<Page> => {
    const [, address = ""] = await hear(/DevTools listening on (\S+)/);
    browser ??= await connect(address);
    const found = await until("a page", () => {
      const pages = browser?.contexts().flatMap((context) => context.pages()) ?? [];
      return pages.find((one) => one.url().startsWith(scheme)) ?? null;
    });
    found.setDefaultTimeout(30_000);
    return found;
  };
  return {
    pid,
    ended,
    said,
    hear,
    page,
    pageAfter: async (renderer) => {
      await until("another renderer", () => {
        const now = renderersOf(pid)[0];
        return now === undefined || now === renderer ? null : now;
      });
      // The driver's own connection does not survive a crashed page.
      await browser?.close();
      browser = undefined;
      return await page();
    },
    enginePid: async () => await until("an engine", () => holdersOfBooks(pid)[0] ?? null),
    rendererPid: () => renderersOf(pid)[0] ?? 0,
    call: async (verb, input) => await callOver({ said, hear }, dataDir, { verb, input }),
    quit: async () => {
      await browser?.close();
      child.kill("SIGTERM");
      return await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function switchesOf({ dataDir, userDir, serves }: ProgramStart): readonly string[] {
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const driven = ["--disable-gpu", "--remote-debugging-port=0"];
  const served = serves ? ["--port", "0"] : [];
  return [...asRoot, ...driven, ...served, "--data", dataDir, "--user", userDir];
}

/** A driver that comes while the page is being put up may wait for it for ever: it comes later, and comes again. */
async function connect(address: string): Promise<Browser> {
  return await until("the driver", async () => {
    const response = await fetch(`http://${new URL(address).host}/json/list`);
    const targets = (await response.json()) as readonly { readonly title: string }[];
    if (!targets.some(({ title }) => title.startsWith("OneStop"))) return null;
    try {
      return await chromium.connectOverCDP(address, { timeout: 8000 });
    } catch {
      return null;
    }
  });
}

/** By the newest address: every engine opens a door of its own. */
async function callOver<V extends Verb>(
  { said, hear }: Pick<DeskProgram, "said" | "hear">,
  dataDir: string,
  { verb, input }: { readonly verb: V; readonly input: VerbInput<V> },
): Promise<VerbOutput<V>> {
  await hear(/其他程序服务：\S+/);
  const answer = await until("the engine to answer", async () => {
    const url = Array.from(said().matchAll(/其他程序服务：(\S+)/g), ([, one = ""]) => one).at(-1) ?? "";
    try {
      const response = await fetch(`${url}/rpc/${verb}`, {
        method: "POST",
        headers: { authorization: `Bearer ${readSecrets(dataDir).token}` },
        body: JSON.stringify(input),
      });
      return (await response.json()) as { ok: boolean; value: VerbOutput<V> };
    } catch {
      return null;
    }
  });
  if (!answer.ok) throw new Error(`${verb}: ${JSON.stringify(answer)}`);
  return answer.value;
}

/** Looks again and again, for a bounded time. */
export async function until<T>(what: string, look: () => Promise<T | null> | T | null): Promise<T> {
  const from = performance.now();
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() - from > waitMsMax) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
