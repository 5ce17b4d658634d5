import { createHmac, randomBytes } from "node:crypto";

import { bearerOf, isSame } from "./auth.ts";

/**
 * How a page comes to call the verbs. The token of the gateway never enters an address: whoever has it asks for a code
 * that opens one page, once and soon, and the page gets a session of its own.
 */
export interface Sessions {
  readonly newCode: () => string;
  /** @returns a session for a fresh code or for the token itself, null for anything else */
  readonly open: (code: string) => string | null;
  readonly isOpen: (authorization: string | undefined) => boolean;
}

const codeMs = 10 * 60_000;
const sessionMs = 7 * 24 * 3_600_000;
const codesMax = 100;

/**
 * Sessions are signed with the token, not remembered: a page outlives a restart of the engine, and a changed token ends
 * them all. @param now  milliseconds since 1970
 */
export function openSessions(token: string, now: () => number): Sessions {
  const codes = new Map<string, number>();
  return {
    newCode: () => {
      for (const [code, until] of codes) if (until < now() || codes.size >= codesMax) codes.delete(code);
      const code = randomBytes(24).toString("base64url");
      codes.set(code, now() + codeMs);
      return code;
    },
    open: (code) => {
      const until = codes.get(code);
      codes.delete(code);
      if ((until === undefined || until < now()) && !isSame(code, token)) return null;
      const head = `page.${now() + sessionMs}.${randomBytes(12).toString("base64url")}`;
      return `${head}.${sign(head, token)}`;
    },
    isOpen: (authorization) => {
      const match = /^(page\.(\d{1,16})\.[\w-]{16})\.([\w-]{43})$/.exec(bearerOf(authorization));
      if (match === null) return false;
      const [, head = "", until = "", signature = ""] = match;
      return isSame(signature, sign(head, token)) && Number(until) >= now();
    },
  };
}

function sign(head: string, token: string): string {
  return createHmac("sha256", token).update(head).digest("base64url");
}
