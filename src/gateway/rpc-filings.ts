import type { z } from "zod";

import type { FactsControl } from "../app/facts-control.ts";
import type { Filing } from "../app/filings.ts";
import { filedAbout } from "../wire/filings.ts";
import { filingsContract } from "./contract-filings.ts";
import type { Call } from "./rpc-verb.ts";
import { map, ok, verb } from "./rpc-verb.ts";

/** Filings for the screens. @param facts  null: nothing is sent from here */
export function filingsVerbs(
  facts: FactsControl | null,
): Readonly<Record<keyof typeof filingsContract, Call>> {
  return {
    previewFiling: verb(filingsContract.previewFiling, (terminal, order) => terminal.previewFiling(order)),
    fileRequest: verb(filingsContract.fileRequest, (terminal, order) => {
      const filed = map(terminal.fileRequest(order), filingJson);
      facts?.retryFilings();
      return filed;
    }),
    withdrawFiling: verb(filingsContract.withdrawFiling, (terminal, order) =>
      map(terminal.withdrawFiling(order), filingJson),
    ),
    filing: verb(filingsContract.filing, (terminal, { msgid }) => map(terminal.filing(msgid), filingJson)),
    filingsOf: verb(filingsContract.filingsOf, (terminal, { psnNo }) =>
      ok({
        here: terminal.filingsOf(psnNo).map(filingJson),
        onFile: terminal
          .filedFacts(psnNo)
          .map(({ id, kind, what, recordedOn, from, to }) => ({ id, kind, what, recordedOn, from, to })),
      }),
    ),
    openFilings: verb(filingsContract.openFilings, (terminal, { limit }) =>
      ok(terminal.openFilings(limit).map(filingJson)),
    ),
    retryFilings: verb(filingsContract.retryFilings, () => {
      facts?.retryFilings();
      return ok({});
    }),
  };
}

function filingJson(one: Filing): z.output<typeof filingsContract.filing.output> {
  const { msgid, psnNo, request, state, tries, counts, withdraws, withdrawnBy, filedAt } = one;
  const { operator, desk, serial, rejection } = one;
  const { kind, from, to } = request;
  const about = { msgid, psnNo, kind, what: filedAbout(request), from, to, state, tries, counts };
  const who = { filedAt, operator, desk, serial, rejection };
  return { ...about, ...who, withdraws: withdraws?.msgid ?? null, withdrawnBy };
}
