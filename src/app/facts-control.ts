import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Downloads } from "../line/download.ts";
import type { Reply, Session } from "../line/session.ts";
import type { CatalogueInfno } from "../wire/catalogue-file.ts";
import { catalogueInfnos, readCatalogueFile } from "../wire/catalogue-file.ts";
import {
  encodeCatalogueQuestion,
  encodeDownload,
  encodePersonQuestion,
  engineHead,
  identityCard,
} from "../wire/centre-request.ts";
import { readPersonFacts } from "../wire/person-facts.ts";
import { bundleCharactersMax } from "../wire/rules-bundle.ts";
import type { CatalogueDownload } from "./catalogue-download.ts";
import type { CatalogueBooks } from "./catalogue-downloads.ts";
import { stageZip } from "./catalogue-source.ts";
import { accept, decline } from "./ground.ts";
import type { RefreshBooks } from "./refresh-people.ts";
import type { RulesBooks } from "./rules-books.ts";
import type { RulesDownload } from "./rules-download.ts";
import type { Credential, Identified, Refused, Result, Terminal } from "./terminal.ts";

/** What a desk with a line to its centre fetches from there. */
export interface FactsControl {
  readonly fetchRules: () => Promise<Result<readonly RulesDownload[]>>;
  /** What has changed in each catalogue since the version held here. */
  readonly fetchCatalogue: () => Promise<Result<readonly CatalogueDownload[]>>;
  /** Somebody who has been here before, as the centre knows them now. */
  readonly refreshPerson: (psnNo: string) => Promise<Result<Identified>>;
  /** Somebody who is not known here by what they show, as the centre knows them. */
  readonly identifyPerson: (credential: Credential) => Promise<Result<Identified>>;
  /** Some of those of whom the centre has settled something otherwise. */
  readonly refreshDiffering: FactsControl["refreshStale"];
  /** Filings that wait for another try are tried at once. */
  readonly retryFilings: () => void;
  /** Some of those whose facts are of another day. @returns how many are fresh now */
  readonly refreshStale: (
    limit: number,
  ) => Promise<Result<{ readonly refreshed: number; readonly left: number }>>;
}

export interface FactsOptions {
  readonly terminal: Pick<RulesBooks, "stageRules"> &
    CatalogueBooks &
    RefreshBooks &
    Pick<Terminal, "institution"> & { readonly newMsgid: () => string };
  readonly session: Pick<Session, "ask" | "requestFor">;
  readonly downloads: Downloads;
  /** Where messages go, below the address of the centre. */
  readonly path: string;
}

/** What a zip of a whole catalogue comes to, with room. */
const zipBytesMax = 64 * 1024 * 1024;

export function openFactsControl(options: FactsOptions): Omit<FactsControl, "retryFilings"> {
  return {
    fetchRules: async () => {
      const { downloads, terminal } = options;
      const fetched = await downloads.text("/packs/bundle", bundleCharactersMax * 3);
      return fetched.ok ? terminal.stageRules(fetched.value, "centre") : unreached(fetched.reason);
    },
    fetchCatalogue: async () => {
      const staged: CatalogueDownload[] = [];
      for (const infno of catalogueInfnos) {
        const one = await fetchOne(options, infno);
        if (!one.ok) return one;
        if (one.value !== null) staged.push(one.value);
      }
      return accept(staged);
    },
    refreshPerson: async (psnNo) => await refreshPerson(options, psnNo),
    identifyPerson: async (credential) => await identifyPerson(options, credential),
    refreshStale: async (limit) => await refreshEach(options, () => options.terminal.stalePeople(limit)),
    refreshDiffering: async (limit) =>
      await refreshEach(options, () => options.terminal.differingPeople(limit)),
  };
}

async function refreshEach(
  options: FactsOptions,
  list: () => readonly string[],
): Promise<Result<{ readonly refreshed: number; readonly left: number }>> {
  let refreshed = 0;
  for (const psnNo of list()) {
    const one = await refreshPerson(options, psnNo);
    if (one.ok) refreshed += 1;
    else if (one.refusal.code === "CENTRE_UNREACHED") return one;
  }
  return accept({ refreshed, left: list().length });
}

async function identifyPerson(
  { terminal, session }: FactsOptions,
  credential: Credential,
): Promise<Result<Identified>> {
  const lastNumber = terminal.beginIdentify();
  const about = { msgid: terminal.newMsgid(), head: engineHead(terminal.institution) };
  const reply = await session.ask(encodePersonQuestion(credential), about);
  if (reply.kind === "refused")
    return decline("PERSON_NOT_FOUND", `中心没有持此凭证的参保人：${reply.message}`, { code: reply.code });
  if (reply.kind !== "done") return unreached(reply.code);
  const facts = readPersonFacts(reply.output);
  if (facts === null) return decline("CENTRE_UNREACHED", "中心的答复没有此人的待遇信息，不能据以结算", {});
  return terminal.endIdentify(lastNumber, credential, facts);
}

async function fetchOne(
  { terminal, session, downloads, path }: FactsOptions,
  infno: CatalogueInfno,
): Promise<Result<CatalogueDownload | null>> {
  const held = terminal.catalogueVersion(infno);
  const head = engineHead(terminal.institution);
  const about = { msgid: terminal.newMsgid(), head };
  const reply = await session.ask(encodeCatalogueQuestion(infno, held), about);
  if (reply.kind !== "done") return refusedBy(reply);
  const told = readCatalogueFile(infno, reply.output);
  if (told === null)
    return decline("RULES_FORMAT_UNKNOWN", `中心对目录 ${infno} 的答复没有版本和签名，未采用`, { infno });
  if (told.notice.version === held && told.notice.rows === 0) return accept(null);
  const request = await session.requestFor(encodeDownload(told.fileNo), { msgid: terminal.newMsgid(), head });
  if (!request.ok) return refusedBy(request.reply);
  const dir = mkdtempSync(join(tmpdir(), "onestop-catalogue-"));
  try {
    const file = join(dir, "catalogue.zip");
    const fetched = await downloads.file({ path, body: request.text }, file, zipBytesMax);
    return fetched.ok ? await stageZip(terminal, file, told.notice) : unreached(fetched.reason);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function refreshPerson(
  { terminal, session }: FactsOptions,
  psnNo: string,
): Promise<Result<Identified>> {
  const ticket = terminal.beginRefresh(psnNo);
  if (!ticket.ok) return ticket;
  const about = { msgid: terminal.newMsgid(), head: engineHead(terminal.institution) };
  const reply = await session.ask(encodePersonQuestion(identityCard(ticket.value.certNo)), about);
  if (reply.kind !== "done") return refusedBy(reply);
  const facts = readPersonFacts(reply.output);
  if (facts === null || facts.psnNo !== psnNo)
    return decline("CENTRE_UNREACHED", "中心的答复没有此人的待遇信息，本机信息不变", {});
  return terminal.endRefresh(ticket.value, facts);
}

function refusedBy(reply: Exclude<Reply, { readonly kind: "done" }>): {
  readonly ok: false;
  readonly refusal: Refused;
} {
  if (reply.kind !== "refused") return unreached(reply.code);
  return decline("CENTRE_UNREACHED", `中心未办理：${reply.message}`, { code: reply.code });
}

function unreached(reason: string): { readonly ok: false; readonly refusal: Refused } {
  const isTooLarge = reason === "TOO_LARGE";
  const code = isTooLarge ? "RULES_TOO_LARGE" : "CENTRE_UNREACHED";
  const words = isTooLarge
    ? "中心给的文件过大，未采用"
    : "没有取到，中心连接不通或中途断开，请稍后再取；本机不变";
  return decline(code, words, { reason });
}
