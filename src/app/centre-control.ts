import { join } from "node:path";

import type { LineAdapter } from "../line/adapter.ts";
import { attachFacts } from "./attach-facts.ts";
import { attachLine } from "./attach-line.ts";
import type { FactsControl } from "./facts-control.ts";
import type { FullTerminal } from "./full-terminal.ts";
import { accept } from "./ground.ts";
import type { LineControl } from "./line-control.ts";
import { writePrivately } from "./private-file.ts";
import type { Approval } from "./supervision.ts";
import type { Result } from "./terminal.ts";

/** Which centre an engine is to talk to, and whether it does. */
export interface CentreSetting {
  /** null: none. */
  readonly url: string | null;
  /** The words that started the engine have said so: the setting waits until it is started without them. */
  readonly isGiven: boolean;
  readonly isAttached: boolean;
  /** Why it does not, although there is an address; null: it does. */
  readonly fault: string | null;
}

/** What leads from an engine to its centre. It may change while the engine runs: ask for it when it is needed. */
export interface CentreLink {
  /** null: nothing is sent. */
  readonly line: LineControl | null;
  /** null: nothing is fetched. */
  readonly facts: FactsControl | null;
}

export interface CentreControl {
  readonly link: () => CentreLink;
  readonly setting: () => CentreSetting;
  /** By an administrator; what was attached is let go and the new centre attached, without a restart. */
  readonly change: (change: {
    /** null: none from now on. */
    readonly url: string | null;
    /** null: the one that is kept stays. */
    readonly token: string | null;
    readonly approval: Approval;
  }) => Promise<Result<CentreSetting>>;
  readonly stop: () => Promise<void>;
}

/** How the centre of a directory is spoken to; why that is not known. */
export type ReadAdapter = (
  dir: string,
) => { readonly ok: true; readonly adapter: LineAdapter } | { readonly ok: false; readonly reason: string };

interface Means {
  readonly terminal: FullTerminal;
  readonly dir: string;
  readonly readAdapter: ReadAdapter;
  /** The address that goes before the one in the books; null: there is none. */
  readonly given: string | null;
  readonly log: (line: string) => void;
}

/** The file of a directory that holds what its desk shows to the centre. */
export const centreTokenFile = "centre.token";

/** Attaches an engine to the centre of its books, or to the one that is given, and keeps it attached. */
export function openCentre(means: Means): CentreControl {
  const { terminal, dir, given } = means;
  let attached = attach(means);
  return {
    link: () => attached,
    setting: () => settingOf(means, attached),
    change: async ({ url, token, approval }) => {
      const changed = terminal.changeCentre(url, approval);
      if (!changed.ok) return changed;
      if (token !== null) writePrivately(join(dir, centreTokenFile), `${token}\n`);
      if (given === null) {
        const before = attached;
        attached = { ...nothing, fault: null };
        await before.stop();
        attached = attach(means);
      }
      return accept(settingOf(means, attached));
    },
    stop: async () => await attached.stop(),
  };
}

interface Attached extends CentreLink {
  readonly fault: string | null;
  readonly stop: () => Promise<void>;
}

const nothing: Omit<Attached, "fault"> = {
  line: null,
  facts: null,
  stop: async () => await Promise.resolve(),
};

function attach({ terminal, dir, readAdapter, given, log }: Means): Attached {
  const url = given ?? terminal.centre();
  const read = url === null ? null : readAdapter(dir);
  const isThere = read !== null && read.ok;
  terminal.setLine(isThere);
  if (url === null || read === null) return { ...nothing, fault: null };
  if (!read.ok) {
    log(`${JSON.stringify({ line: "unattached" })}\n`);
    return { ...nothing, fault: read.reason };
  }
  const centre = { url, adapter: read.adapter };
  const line = attachLine(terminal, centre, log);
  const facts = attachFacts(terminal, centre, log);
  return {
    line: line.control,
    facts: facts.control,
    fault: null,
    stop: async () => {
      await facts.stop();
      await line.stop();
    },
  };
}

function settingOf({ terminal, given }: Means, { line, fault }: Attached): CentreSetting {
  return { url: given ?? terminal.centre(), isGiven: given !== null, isAttached: line !== null, fault };
}
