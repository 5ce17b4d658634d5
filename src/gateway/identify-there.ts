import type { FactsControl } from "../app/facts-control.ts";
import type { FullTerminal } from "../app/full-terminal.ts";
import type { Credential, Identified, Result } from "../app/terminal.ts";
import { personInfoInput } from "../wire/person-info.ts";
import type { Answered } from "./answering.ts";
import { instead, readMessage } from "./answering.ts";

/** Where somebody is looked for. */
export interface Places {
  readonly terminal: Pick<FullTerminal, "identify" | "line">;
  /** The centre's; null: there is none. */
  readonly facts: Pick<FactsControl, "identifyPerson"> | null;
}

/**
 * Whoever is not known here is asked for at the centre, while it is there.
 *
 * @returns what the books say, or the centre's word where it gave one; then the books know them as well
 * @source domain §7
 */
export async function identifyAnywhere(places: Places, credential: Credential): Promise<Result<Identified>> {
  const here = places.terminal.identify(credential);
  const isUnknown = !here.ok && here.refusal.code === "PERSON_NOT_FOUND";
  if (!isUnknown || places.facts === null || places.terminal.line()?.state === "offline") return here;
  const there = await places.facts.identifyPerson(credential);
  return there.ok || there.refusal.code !== "CENTRE_UNREACHED" ? there : here;
}

/**
 * The same for whoever calls by machine: a 1101 for somebody unknown is answered once the centre has been asked. The first
 * answer was a refusal and has left nothing, so the same message is answered anew.
 *
 * @param answer  gives the answer from the books
 */
export function answersStrangers(
  places: () => Places,
  answer: (text: string) => Promise<Answered>,
): (text: string) => Promise<Answered> {
  return async (text) => {
    const answered = await answer(text);
    if (answered.infno !== "1101" || answered.code !== "PERSON_NOT_FOUND") return answered;
    const credential = credentialIn(text);
    if (credential === null) return answered;
    const found = await identifyAnywhere(places(), credential);
    return found.ok ? await answer(text) : instead(answered, -2, found.refusal.code, found.refusal.message);
  };
}

function credentialIn(text: string): Credential | null {
  const message = readMessage(text, () => ({ answerMsgid: "", receivedMs: 0, answeredMs: 0 }));
  const input = message.ok ? personInfoInput.safeParse(message.envelope.input) : null;
  return input?.data ?? null;
}
