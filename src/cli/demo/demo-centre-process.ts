import { z } from "zod";

import type { Misbehaviour } from "../../centre/misbehaviour.ts";
import { startOnestop } from "../own-process.ts";

/** The reference centre with the demo town, in a process of its own. */
export interface DemoCentreProcess {
  readonly url: string;
  readonly token: string;
  readonly misbehave: (rules: readonly Partial<Misbehaviour>[]) => Promise<void>;
  /** Brings it a message beside the desks. @returns its infcode */
  readonly bring: (body: string) => Promise<number>;
  /** How much of its books does not add up. */
  readonly faults: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const hello = z.object({ url: z.string(), token: z.string(), controlToken: z.string() });
const answered = z.object({ infcode: z.int() });
const checked = z.object({ accumulators: z.int(), accounts: z.int(), reversals: z.int(), postings: z.int() });

export async function startDemoCentre(dir: string): Promise<DemoCentreProcess> {
  const started = await startOnestop(["centre", "--data", dir, "--demo"]);
  const { url, token, controlToken } = hello.parse(started.hello);
  const ask = async (path: string, bearer: string, body?: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
    const more = body === undefined ? {} : { method: "POST", body };
    const answer = await fetch(`${url}${path}`, { headers, ...more });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return await answer.json();
  };
  return {
    url,
    token,
    misbehave: async (rules) =>
      void (await ask("/control/misbehave", controlToken, JSON.stringify({ rules }))),
    bring: async (body) => answered.parse(await ask("/fsi/api", token, body)).infcode,
    faults: async () => {
      const found = checked.parse(await ask("/control/check", controlToken));
      return found.accumulators + found.accounts + found.reversals + found.postings;
    },
    stop: started.stop,
  };
}
