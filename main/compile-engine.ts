// Part of the build, run by Electron: starts the engine on books of a demo, once to make them, once to keep the code of a
// start. V8 keeps what has run, so that is what a start finds compiled.

import { join } from "node:path";

import { app, utilityProcess } from "electron";

import type { OpenOrder } from "./engine-protocol.ts";

const [dir = "", to = ""] = process.argv.slice(-2);
const open: OpenOrder = { order: "open", dir, demo: true, deskKey: null, port: null, rules: "later" };

/** @returns whether it has opened its books and ended in order */
async function startOnce(file: string, args: readonly string[]): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const child = utilityProcess.fork(join(import.meta.dirname, file), [...args], { stdio: "inherit" });
  child.once("exit", resolve);
  child.once("message", () => child.postMessage({ order: "close" }, []));
  child.postMessage(open, []);
  return (await promise) === 0;
}

async function compile(): Promise<void> {
  await app.whenReady();
  const isKept = (await startOnce("engine-start.js", [])) && (await startOnce("keep-engine-code.js", [to]));
  app.exit(isKept ? 0 : 1);
}

compile().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  app.exit(1);
});
