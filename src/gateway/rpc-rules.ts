import type { z } from "zod";

import type { CatalogueDownload } from "../app/catalogue-download.ts";
import type { FactsControl } from "../app/facts-control.ts";
import { decline } from "../app/ground.ts";
import type { Impact } from "../app/rules-impact.ts";
import type { DraftCheck } from "../app/supplement-draft.ts";
import type { Result } from "../app/terminal.ts";
import { parseCivilDate } from "../base/civil-date.ts";
import type { CivilDate } from "../base/civil-date.ts";
import { rulesContract } from "./contract-rules.ts";
import { splitJson } from "./rpc-counter.ts";
import type { Call } from "./rpc-verb.ts";
import { map, ok, verb } from "./rpc-verb.ts";

type Json<Name extends keyof typeof rulesContract> = z.output<(typeof rulesContract)[Name]["output"]>;

/** The rules for the screens. @param facts  null: there is no centre to fetch from */
export function rulesVerbs(facts: FactsControl | null): Readonly<Record<keyof typeof rulesContract, Call>> {
  return {
    ...valueVerbs,
    ...downloadVerbs,
    ...catalogueVerbs,
    fetchRules: verb(rulesContract.fetchRules, async () =>
      facts === null ? noCentre() : map(await facts.fetchRules(), (staged) => [...staged]),
    ),
    fetchCatalogue: verb(rulesContract.fetchCatalogue, async () =>
      facts === null ? noCentre() : map(await facts.fetchCatalogue(), (staged) => staged.map(catalogueJson)),
    ),
    refreshPerson: verb(rulesContract.refreshPerson, async (_terminal, { psnNo }) =>
      facts === null ? noCentre() : map(await facts.refreshPerson(psnNo), ({ factsAsOf }) => ({ factsAsOf })),
    ),
  };
}

function noCentre(): ReturnType<typeof decline> {
  return decline("CENTRE_UNREACHED", "本机没有连接中心；可从离线介质导入", {});
}

function dayOf(text: string): Result<CivilDate> {
  const day = parseCivilDate(text);
  return day === null ? decline("CLAIM_INVALID", `没有 ${text} 这一天`, {}) : ok(day);
}

const valueVerbs = {
  rulesOn: verb(rulesContract.rulesOn, (terminal, { plan, day }) =>
    map(dayOf(day), (date) => [...terminal.rulesOn(plan, date)]),
  ),
  rulesCalendar: verb(rulesContract.rulesCalendar, (terminal, { from, to }) => {
    const [first, last] = [dayOf(from), dayOf(to)];
    if (!first.ok) return first;
    return map(last, (end) =>
      terminal
        .rulesCalendar({ from: first.value, to: end })
        .map((change) => ({ ...change, paths: [...change.paths] })),
    );
  }),
  unknownRules: verb(rulesContract.unknownRules, (terminal, { plan }) =>
    ok([...terminal.unknownRules(plan)]),
  ),
  draftSupplement: verb(rulesContract.draftSupplement, (terminal, draft) => {
    const { file, base, ...check } = terminal.draftSupplement(draft);
    return ok({ ...checkJson(check), file, base });
  }),
  checkSupplement: verb(rulesContract.checkSupplement, (terminal, file) =>
    ok(checkJson(terminal.checkSupplement(file))),
  ),
  saveSupplement: verb(rulesContract.saveSupplement, (terminal, { file, approval }) =>
    terminal.saveSupplement(file, approval),
  ),
};

function checkJson({ faults, about, fills, unknown }: DraftCheck): Json<"checkSupplement"> {
  return { faults: [...faults], about, fills: [...fills], unknown: [...unknown] };
}

const downloadVerbs = {
  rulesSigner: verb(rulesContract.rulesSigner, (terminal) => ok(terminal.rulesSigner())),
  signerFingerprint: verb(rulesContract.signerFingerprint, (terminal, { publicKey }) =>
    ok({ fingerprint: terminal.fingerprintOf(publicKey) }),
  ),
  trustSigner: verb(rulesContract.trustSigner, (terminal, { publicKey, approval }) =>
    terminal.trustSigner(publicKey, approval),
  ),
  importRules: verb(rulesContract.importRules, (terminal, { text }) =>
    map(terminal.stageRules(text, "medium"), (staged) => [...staged]),
  ),
  rulesDownloads: verb(rulesContract.rulesDownloads, (terminal) => ok([...terminal.rulesDownloads()])),
  compareRules: verb(rulesContract.compareRules, (terminal, { id }) =>
    map(terminal.compareRules(id), (differences) => [...differences]),
  ),
  startImpact: verb(rulesContract.startImpact, (terminal, question) =>
    map(terminal.startImpact(question), impactJson),
  ),
  impactOf: verb(rulesContract.impactOf, (terminal, { id }) => map(terminal.impactOf(id), impactJson)),
  cancelImpact: verb(rulesContract.cancelImpact, (terminal, { id }) =>
    map(terminal.cancelImpact(id), impactJson),
  ),
  activateRules: verb(rulesContract.activateRules, (terminal, { id, approval }) =>
    terminal.activateRules(id, approval),
  ),
  rollBackRules: verb(rulesContract.rollBackRules, (terminal, { id, approval }) =>
    terminal.rollBackRules(id, approval),
  ),
  discardRules: verb(rulesContract.discardRules, (terminal, { id, approval }) =>
    terminal.discardRules(id, approval),
  ),
};

const catalogueVerbs = {
  catalogueDownloads: verb(rulesContract.catalogueDownloads, (terminal) =>
    ok(terminal.catalogueDownloads().map(catalogueJson)),
  ),
  activateCatalogue: verb(rulesContract.activateCatalogue, (terminal, { id, approval }) =>
    map(terminal.activateCatalogue(id, approval), catalogueJson),
  ),
  rollBackCatalogue: verb(rulesContract.rollBackCatalogue, (terminal, { id, approval }) =>
    map(terminal.rollBackCatalogue(id, approval), catalogueJson),
  ),
  discardCatalogue: verb(rulesContract.discardCatalogue, (terminal, { id, approval }) =>
    map(terminal.discardCatalogue(id, approval), catalogueJson),
  ),
};

function catalogueJson(download: CatalogueDownload): Json<"activateCatalogue"> {
  const { id, infno, since, version, rows, source, state, stagedAt, done } = download;
  const { added, changed, same, decided } = download;
  return { id, infno, since, version, rows, source, state, stagedAt, done, added, changed, same, decided };
}

function impactJson(impact: Impact): Json<"impactOf"> {
  return {
    ...impact,
    change: splitJson(impact.change),
    largest: impact.largest.map((sale) => ({
      ...sale,
      change: sale.change === null ? null : splitJson(sale.change),
    })),
  };
}
