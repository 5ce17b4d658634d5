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
  /** The same for a self-service page: its codes and sessions are of no use at the desk, nor the desk's here. */
  readonly newSelfCode: () => string;
  readonly openSelf: (code: string) => string | null;
  readonly isSelf: (authorization: string | undefined) => boolean;
}

/** For whom a session is. */
type Kind = "page" | "self";

const codeMs = 10 * 60_000;
const sessionMs = 7 * 24 * 3_600_000;
const codesMax = 100;

/**
 * Sessions are signed with the token, not remembered: a page outlives a restart of the engine, and a changed token ends
 * them all. @param now  milliseconds since 1970
 */
export function openSessions(token: string, now: () => number): Sessions {
  const page = sessionsOf("page", token, now);
  const self = sessionsOf("self", token, now);
  return {
    newCode: page.newCode,
    // The token itself opens a page of the desk, where somebody pastes it.
    open: (code) => page.open(code) ?? (isSame(code, token) ? page.begin() : null),
    isOpen: page.isOpen,
    newSelfCode: self.newCode,
    openSelf: self.open,
    isSelf: self.isOpen,
  };
}

function sessionsOf(kind: Kind, token: string, now: () => number) {
  const codes = new Map<string, number>();
  const form = new RegExp(`^(${kind}\\.(\\d{1,16})\\.[\\w-]{16})\\.([\\w-]{43})$`);
  const begin = (): string => {
    const head = `${kind}.${now() + sessionMs}.${randomBytes(12).toString("base64url")}`;
    return `${head}.${sign(head, token)}`;
  };
  return {
    begin,
    newCode: () => {
      for (const [code, until] of codes) if (until < now() || codes.size >= codesMax) codes.delete(code);
      const code = randomBytes(24).toString("base64url");
      codes.set(code, now() + codeMs);
      return code;
    },
    open: (code: string) => {
      const until = codes.get(code);
      codes.delete(code);
      return until === undefined || until < now() ? null : begin();
    },
    isOpen: (authorization: string | undefined) => {
      const match = form.exec(bearerOf(authorization));
      if (match === null) return false;
      const [, head = "", until = "", signature = ""] = match;
      return isSame(signature, sign(head, token)) && Number(until) >= now();
    },
  };
}

function sign(head: string, token: string): string {
  return createHmac("sha256", token).update(head).digest("base64url");
}
