// npm run check [part …]: holds the house to its rules.

import { join } from "node:path";

import type { Tally } from "../tally.ts";
import { addTally, failedOnce, formatSeconds, nothingYet } from "../tally.ts";
import type { Part } from "./parts.ts";
import { parts } from "./parts.ts";
import type { Finding } from "./source.ts";

/** Runs the parts, two at a time, and prints what each finds. A part that crashes has failed. */
export async function runChecks(root: string, chosen: readonly Part[] = parts): Promise<Tally> {
  const rest = chosen.values();
  // Some wait for a tool with one thread, others read files themselves.
  const lane = async (): Promise<Tally> => {
    let tally = nothingYet;
    for (const part of rest) tally = addTally(tally, await runPart(root, part));
    return tally;
  };
  const [one, other] = await Promise.all([lane(), lane()]);
  return addTally(one, other);
}

async function runPart(root: string, part: Part): Promise<Tally> {
  const start = performance.now();
  const findings = await findingsOf(root, part);
  const said = findings.map(({ path, line, rule, reason }) => `${path}:${line} ${rule} — ${reason}`);
  for (const finding of said) console.log(finding);
  const verdict = findings.length === 0 ? "ok" : `${findings.length} found`;
  console.log(`check ${part.name}: ${verdict}, ${formatSeconds(performance.now() - start)}`);
  return said.length === 0
    ? { ...nothingYet, passed: 1 }
    : failedOnce([`check ${part.name}: ${verdict}`, ...said].join("\n"));
}

async function findingsOf(root: string, part: Part): Promise<readonly Finding[]> {
  try {
    return await part.find(root);
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ path: "test/check", line: 1, rule: part.name, reason: `crashed: ${reason}` }];
  }
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => parts.every((part) => part.name !== name));
  if (unknown !== undefined) {
    console.error(`There is no part "${unknown}": ${parts.map((part) => part.name).join(", ")}`);
    process.exitCode = 2;
    return;
  }
  const chosen = parts.filter((part) => names.length === 0 || names.includes(part.name));
  const { failed } = await runChecks(join(import.meta.dirname, "../.."), chosen);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (import.meta.main) await main(process.argv.slice(2));
