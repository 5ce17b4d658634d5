import { openFactsControl } from "../../src/app/facts-control.ts";
import type { FactsControl } from "../../src/app/facts-control.ts";
import type { FilingSender } from "../../src/app/filing-sender.ts";
import { openFilingSender } from "../../src/app/filing-sender.ts";
import { plainAdapter } from "../../src/line/adapters/plain.ts";
import { openLine } from "../../src/line/client.ts";
import { openDownloads } from "../../src/line/download.ts";
import { openSession } from "../../src/line/session.ts";
import { referenceHabits } from "../../src/upload/habits.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import type { LineDesk } from "../line/desk-and-centre.ts";
import { openLineDesk, town } from "../line/desk-and-centre.ts";
import { valueOf } from "../app/test-desk.ts";

const administrator = town.operators.find(({ role }) => role === "administrator");

/** A desk of the demo town that fetches from its centre and files there. */
export interface FactsDesk {
  readonly desk: LineDesk;
  readonly facts: Omit<FactsControl, "retryFilings">;
  readonly sender: FilingSender;
  readonly close: () => void;
}

/** @param isIdempotent  whether the desk may send a filing again under its number */
export function openFactsDesk(centre: TestCentre, isIdempotent = true): FactsDesk {
  const desk = openLineDesk(centre, "hospital");
  const now = (): number => centre.clock.ms;
  const adapter = plainAdapter(centre.token);
  const client = openLine({ url: centre.url, adapter, now, answerMsMax: 5000 });
  const terminal = desk.engine;
  const institution = (): typeof terminal.institution => terminal.institution;
  const session = openSession({ client, adapter, institution, newMsgid: terminal.newMsgid, now });
  const downloads = openDownloads({ url: centre.url, adapter, now });
  const facts = openFactsControl({ terminal, session, downloads, path: adapter.path });
  const habits = { ...referenceHabits, isIdempotent };
  const sender = openFilingSender({ books: terminal, session, habits, now, random: () => 0 });
  return {
    desk,
    facts,
    sender,
    close: () => {
      client.close();
      desk.close();
    },
  };
}

/** Tells a desk whose signatures count. */
export function trust({ engine }: LineDesk, centre: TestCentre): void {
  const approval = { operator: administrator?.id ?? "", pin: administrator?.pin ?? "", desk: "D1" };
  valueOf(engine.trustSigner(centre.centre.signer.publicKey, approval));
}
