import { z } from "zod";

import type { Store } from "../store/open-store.ts";
import type { SettlementRow } from "../store/settlements.ts";
import { StoreError } from "../store/store-error.ts";
import { actorOf, approve, isSupervising, signIn } from "./approvals.ts";
import { appendAudit } from "./audit-chain.ts";
import { auditLog } from "./audit-log.ts";
import { auditSearchOf } from "./audit-search.ts";
import { backupWith } from "./backup.ts";
import { closingDaysOf } from "./closing-days.ts";
import { commitCash } from "./cash-sale.ts";
import { catalogueBooksOf } from "./catalogue-downloads.ts";
import { changeInstitution } from "./change-institution.ts";
import { shanghaiTime } from "./clock.ts";
import { requestClearing, cancelClearing } from "./clearings.ts";
import { commit } from "./commit.ts";
import { dayVerbs } from "./day-close.ts";
import { deskDevicesVerbs } from "./desk-devices.ts";
import { reportsOf } from "./day-report.ts";
import type { OpenDirectory } from "./directory.ts";
import { openDirectory } from "./directory.ts";
import { deskUseOf } from "./desk-use.ts";
import { deskStateOf } from "./desk-state.ts";
import { doorStateOf } from "./door-state.ts";
import { exportsOf } from "./exports/exports.ts";
import type { Threads } from "./exports/rows-beside.ts";
import type { FullTerminal } from "./full-terminal.ts";
import type { Ground } from "./ground.ts";
import { accept, decline } from "./ground.ts";
import { previewOf, takeIn } from "./intake.ts";
import { findItem, searchItems } from "./items.ts";
import { settleHere } from "./judge.ts";
import { lineBooksOf } from "./line-books.ts";
import { lineVerbsOf } from "./line-state.ts";
import { openBillsOf } from "./open-bills.ts";
import { operatorVerbs } from "./operators.ts";
import { filingBooksOf } from "./filings.ts";
import { historyOf } from "./history.ts";
import type { PeopleSource } from "./people-source.ts";
import { hereOrAt } from "./people-source.ts";
import { paperVerbs } from "./papers/paper-verbs.ts";
import { personByNo } from "./people.ts";
import { committedOf } from "./read-settlement.ts";
import { refreshBooksOf } from "./refresh-people.ts";
import { refund } from "./refund.ts";
import { reconBooksOf } from "./recon-books.ts";
import { resettle, resettlePreview } from "./resettle.ts";
import { restore } from "./restore.ts";
import { reverse } from "./reverse.ts";
import { rulesBooksOf } from "./rules-books.ts";
import { rulesVerbs } from "./rules-in-use.ts";
import { selfServiceOf } from "./self-service.ts";
import { shiftVerbs } from "./shifts.ts";
import { entries, totals } from "./statements.ts";
import type { Approval, Supervised } from "./supervision.ts";
import type { Committed, Preview, Result, Sale } from "./terminal.ts";
import { upkeepOf } from "./upkeep.ts";
import { verifyBeside } from "./verify-beside.ts";
import { verify } from "./verify.ts";
import { identifyBy } from "./voucher.ts";

/**
 * Opens the terminal of a data directory. One engine at a time; every verb is whole when it returns.
 *
 * @param options  `source` tells of people who are not known here
 * @throws StoreError when the directory cannot be used: in use, missing, damaged, newer, without its key
 */
export function openTerminal(options: OpenDirectory & { readonly source?: PeopleSource }): FullTerminal {
  const { ground, ring, close } = openDirectory(options);
  const { store } = ground;
  const closing = new AbortController();
  const asking = { ground, source: options.source ?? null };
  const { use, called } = deskUseOf();
  return guarded(
    { store, called },
    {
      ...use,
      get institution() {
        return ground.institution;
      },
      identify: (credential) => hereOrAt(asking, credential, () => identifyBy(ground, credential)),
      personByNo: (psnNo) => hereOrAt(asking, { psnNo }, () => personByNo(ground, psnNo)),
      findItem: (code, serviceDate) => findItem(ground, code, serviceDate),
      searchItems: (query, limit) => searchItems(ground, query, limit),
      preview: (sale) => preview(ground, sale),
      commit: (request) => commit(ground, request),
      reverse: (request) => reverse(ground, request),
      refund: (request) => refund(ground, request),
      restore: (request) => restore(ground, request),
      commitCash: (request) => commitCash(ground, request),
      resettlePreview: (question) => resettlePreview(ground, question),
      resettle: (request) => resettle(ground, request),
      ...openBillsOf(ground),
      settlement: (id) => settlementIn(ground, store.settlements.byId(id)),
      settlementByMsgid: (msgid) => settlementIn(ground, store.settlements.byMsgid(msgid)),
      settlementByKey: (key) =>
        settlementIn(ground, store.settlements.byIdempotencyKey(ground.vault.lookup("idempotency", key))),
      successorOf: (id) => successorOf(ground, id),
      settlementsOf: (query) => settlementsOf(ground, query),
      totals: (period) => totals(ground, period),
      entries: (period) => entries(ground, period),
      requestClearing: (application) => requestClearing(ground, application),
      cancelClearing: (id, actor) => cancelClearing(ground, id, actor),
      ...doorStateOf(ground),
      each: store.each,
      verify: () => verify(ground),
      verifyBeside: () => verifyBeside({ ...options, ring, threads: 1, signal: closing.signal }),
      backup: (toFile) => backupWith(options.dir, toFile, () => store.copyTo(toFile)),
      close: () => {
        closing.abort();
        close();
      },
      ...besideSelling(ground, {
        dir: options.dir,
        ring,
        threads: 1,
        closing: closing.signal,
        verify: (signal, progress) => verifyBeside({ ...options, ring, threads: 1, signal, progress }),
      }),
    },
  );
}

/** Everything that is not a sale. */
function besideSelling(ground: Ground, upkeep: Parameters<typeof upkeepOf>[1] & Threads) {
  return {
    ...supervisedOf(ground),
    ...historyOf(ground),
    ...selfServiceOf(ground, historyOf(ground)),
    ...paperVerbs(ground, { ...dayVerbs(ground), ...shiftVerbs(ground) }),
    ...lineBooksOf(ground),
    ...lineVerbsOf(ground),
    ...reconBooksOf(ground),
    ...closingDaysOf(ground),
    ...deskDevicesVerbs(ground),
    ...rulesBooksOf(ground, upkeep.closing),
    ...catalogueBooksOf(ground),
    ...refreshBooksOf(ground),
    ...filingBooksOf(ground),
    ...auditSearchOf(ground),
    ...reportsOf(ground),
    ...upkeepOf(ground, upkeep),
    ...exportsOf(ground, upkeep),
  };
}

/** Every verb, with faults of the books said as StoreErrors, whichever verb met them; `called` hears of each. */
function guarded<T extends object>(
  { store, called }: { readonly store: Store; readonly called: (verb: PropertyKey) => void },
  verbs: T,
): T {
  return new Proxy(verbs, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function" || name === "close") return value;
      return (...args: unknown[]): unknown => {
        called(name);
        return store.run(() => {
          try {
            return Reflect.apply(value, undefined, args) as unknown;
          } catch (error) {
            throw isUnreadable(error) ? unreadable() : error;
          }
        });
      };
    },
  });
}

/** What a caller tells is checked without throwing: text that does not parse in the middle of a verb is our own, damaged. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof z.ZodError;
}

function unreadable(): StoreError {
  return new StoreError("DAMAGED", "账本中的记录读不出来，已损坏；请运行 onestop verify");
}

function preview(ground: Ground, sale: Sale): Result<Preview> {
  const taken = takeIn(ground, sale);
  if (!taken.ok) return taken;
  const settled = settleHere(ground, taken.value);
  return settled.ok ? accept(previewOf(ground, taken.value, settled.value)) : settled;
}

function settlementIn(ground: Ground, row: SettlementRow | undefined): Result<Committed> {
  if (row === undefined) return decline("SETTLEMENT_NOT_FOUND", "本机没有这笔结算，请核对编号", {});
  return accept(committedOf(ground, row));
}

function successorOf(ground: Ground, settlementId: string): Result<Committed> {
  const { settlements } = ground.store;
  const row = settlements.byId(settlementId);
  return settlementIn(ground, row === undefined ? undefined : settlements.remainderOf(row.number));
}

/** Newest first. */
function settlementsOf(
  ground: Ground,
  { psnNo, day, limit }: Parameters<FullTerminal["settlementsOf"]>[0],
): readonly Committed[] {
  const { settlements } = ground.store;
  const key = psnNo === null ? null : ground.vault.lookup("person", psnNo);
  const rowsOf = (): readonly SettlementRow[] => {
    if (key === null) return day === null ? settlements.newest(limit) : settlements.newestOn(day, limit);
    return day === null ? settlements.newestOf(key, limit) : settlements.newestOfOn(key, day, limit);
  };
  return rowsOf().map((row) => committedOf(ground, row));
}

function supervisedOf(ground: Ground): Supervised {
  return {
    deskState: deskStateOf(ground),
    signIn: (approval) => signIn(ground, approval),
    ...operatorVerbs(ground),
    confirmClock: (approval) => confirmClock(ground, approval),
    ...shiftVerbs(ground),
    ...dayVerbs(ground),
    ...rulesVerbs(ground),
    changeInstitution: (change) => changeInstitution(ground, change),
    auditLog: (page) => auditLog(ground, page),
    tidyUp: ground.store.checkpoint,
    readRules: ground.books.read,
  };
}

function confirmClock(ground: Ground, approval: Approval): Result<{ readonly confirmedAt: string }> {
  const approved = approve(ground, approval, isSupervising);
  if (!approved.ok) return approved;
  return ground.store.write(() => {
    ground.clock.confirm();
    const at = shanghaiTime(ground.clock.nowMs());
    const actor = actorOf(approval);
    appendAudit(ground, { at, action: "confirmClock", subject: approval.desk, actor, content: at });
    return accept({ confirmedAt: at });
  });
}
