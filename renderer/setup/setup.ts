import type { SetupAnswer, SetupChoices, SetupInput } from "../../src/gateway/contract-setup.ts";

/** What a first start asks of the program that served its page. */
export interface Setup {
  readonly choices: () => Promise<SetupChoices>;
  readonly make: (input: SetupInput) => Promise<SetupAnswer>;
  readonly finish: () => Promise<void>;
  readonly demo: () => Promise<void>;
}

/** The word that the address brings to the page of a first start, taken out of it; null: this is another page. */
export function takeSetupToken(): string | null {
  const token = /^#setup=([\w-]+)$/.exec(location.hash)?.[1] ?? null;
  if (token !== null) history.replaceState(null, "", `${location.pathname}#/`);
  return token;
}

export function setupOver(token: string): Setup {
  const post = async (path: string, body: unknown): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(`/setup/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`setup ${path}: ${answer.status}`);
    return answer;
  };
  return {
    choices: async () => {
      // oxlint-disable-next-line typescript/no-unsafe-assignment -- the program's own types: this page came from that very program
      const choices: SetupChoices = await (await post("choices", {})).json();
      return choices;
    },
    make: async (input) => {
      // oxlint-disable-next-line typescript/no-unsafe-assignment -- the program's own types: this page came from that very program
      const answer: SetupAnswer = await (await post("make", input)).json();
      return answer;
    },
    finish: async () => {
      await post("finish", {});
    },
    demo: async () => {
      await post("demo", {});
    },
  };
}
