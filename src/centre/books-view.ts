import { z } from "zod";

import { accept, decline } from "../app/ground.ts";
import type { CatalogueItem, Credential, Identified, Result } from "../app/terminal.ts";
import { fen } from "../base/money.ts";
import type { DoorBooks } from "../gateway/turn.ts";
import { shanghaiTime } from "../app/clock.ts";
import { commit, judge } from "./adjudicate.ts";
import type { Bench } from "./bench.ts";
import { balanceOf, committedOf, find } from "./bench.ts";
import type { ChangedState } from "./changes.ts";
import { readOf } from "./read-books.ts";
import type { ClearingRow, PersonRow } from "./store/tables.ts";
import { reverse, restore } from "./take-back.ts";
import type { SettlementName } from "./want.ts";
import { keyOfWant } from "./want.ts";
import type { Judged } from "./write-settlement.ts";

/** The catalogue as the centre hands it out. */
export type FindItem = (code: string, serviceDate: string) => CatalogueItem | null;

/** How long a sign-in holds. @source 通行做法：签到超过 24 小时须重新签到 */
const signInMs = 24 * 3_600_000;

/**
 * The centre's books as the handlers of national messages read and write them: what they write is gathered in the
 * changes of the bench.
 */
export function viewOf(bench: Bench, findItem: FindItem): DoorBooks {
  const judged = new WeakMap<object, Result<Judged>>();
  const judgeOnce = (claim: unknown): Result<Judged> => {
    if (typeof claim !== "object" || claim === null) return judge(bench, claim);
    const known = judged.get(claim) ?? judge(bench, claim);
    judged.set(claim, known);
    return known;
  };
  return {
    institution: bench.institution,
    ...peopleOf(bench),
    ...statesOf(bench),
    ...statementsOf(bench),
    findItem: (code, serviceDate) => {
      const item = findItem(code, serviceDate);
      if (item !== null) return accept(item);
      return decline(
        "ITEM_NOT_FOUND",
        `中心目录中没有 ${code.slice(0, 64)} 在 ${serviceDate} 有效的项目`,
        {},
      );
    },
    preview: ({ claim }) => {
      const one = judgeOnce(claim);
      return one.ok ? accept({ settlement: one.value.settlement, previewHash: "" }) : one;
    },
    commit: ({ claim, msgid }) =>
      commit(bench, { msgid: msgid ?? "", visitId: visitOf(bench, msgid ?? "") }, judgeOnce(claim)),
    reverse: ({ settlementId, msgid }) => reverse(bench, { settlementId, msgid: msgid ?? "" }),
    restore: ({ settlementId, msgid }) => restore(bench, { settlementId, msgid: msgid ?? "" }),
    settlement: (id) => named(bench, "id", id),
    settlementByMsgid: (msgid) => named(bench, "msgid", msgid),
    successorOf: (id) => {
      const row = find(bench, "id", id);
      return row === null ? named(bench, "id", id) : named(bench, "replaces", String(row.number));
    },
  };
}

function named(bench: Bench, by: SettlementName, value: string): ReturnType<DoorBooks["settlement"]> {
  const row = find(bench, by, value);
  return row === null
    ? decline("SETTLEMENT_NOT_FOUND", "中心没有这笔结算，请核对编号", {})
    : accept(committedOf(bench, row));
}

const contextShape = z.looseObject({ visitId: z.string() });

/** The visit of a settlement: what the flow has kept for it. */
function visitOf(bench: Bench, msgid: string): string {
  const context = contextShape.safeParse(readState(bench, "context", msgid));
  return context.success ? context.data.visitId : "";
}

const factsShape = z.record(z.string(), z.unknown());

function peopleOf(bench: Bench) {
  const { read } = bench;
  const identified = (row: PersonRow): Identified => ({
    psnNo: row.psn_no,
    name: row.name,
    certNo: row.cert_no,
    plan: row.plan,
    insutype: row.insutype,
    person: factsShape.parse(JSON.parse(row.facts)),
    account: {
      balance: balanceOf(bench, row.psn_no) ?? fen(0),
      asOf: shanghaiTime(bench.nowMs).slice(0, 10),
    },
    family: read.relatives.flatMap(({ relation, relative_no: psnNo }) => {
      const balance = balanceOf(bench, psnNo);
      return balance === null ? [] : [{ relation, psnNo, balance, asOf: row.as_of }];
    }),
    accumulators: usedThisYear(bench, row.plan),
    factsAsOf: row.as_of,
  });
  const byNo = (psnNo: string): Result<Identified> => {
    const row = psnNo === read.scope.psnNo ? read.people.get(psnNo) : undefined;
    return row === undefined
      ? decline("PERSON_NOT_FOUND", "中心没有此人的参保信息，请核对凭证", {})
      : accept(identified(row));
  };
  return {
    personByNo: byNo,
    identify: ({ type, cardSn }: Credential): Result<Identified> => {
      const row = read.people.get(read.scope.psnNo);
      const otherCard = type === "03" && cardSn !== null && cardSn !== row?.card_sn;
      return byNo(otherCard ? "" : read.scope.psnNo);
    },
  };
}

/** Accumulators of this year and of no year, by id. */
function usedThisYear({ read, changes, nowMs }: Bench, plan: string): Readonly<Record<string, number>> {
  const year = shanghaiTime(nowMs).slice(0, 4);
  const used: Record<string, number> = {};
  for (const period of ["", year]) {
    const before = `${plan} ${period} `;
    for (const [key, value] of read.accumulators)
      if (key.startsWith(before))
        used[key.slice(before.length)] = changes.accumulators.get(key)?.value ?? value;
  }
  return used;
}

const signInShape = z.looseObject({ signedAtMs: z.number() });

function statesOf(bench: Bench) {
  const { states } = bench.changes;
  const keep = (state: ChangedState): void => {
    states.set(keyOfWant({ kind: "state", state: state.kind, id: state.id }), state);
  };
  return {
    keepState: (kind: string, id: string, value: unknown, owner?: string): void => {
      const kept = kind === "sign-in" ? Object.assign({ signedAtMs: bench.nowMs }, value) : value;
      keep({ kind, id, owner: owner ?? null, value: kept });
    },
    dropState: (kind: string, id: string): void => keep({ kind, id, owner: null, value: undefined }),
    statesOf: (owner: string, limit: number) => ownedBy(bench, owner, limit),
    readState: (kind: string, id: string): unknown => {
      const value = readState(bench, kind, id);
      if (kind !== "sign-in") return value;
      const signedIn = signInShape.safeParse(value);
      return signedIn.success && signedIn.data.signedAtMs > bench.nowMs - signInMs ? value : undefined;
    },
  };
}

interface OwnedValue {
  readonly kind: string;
  readonly value: unknown;
}

/** What is somebody's in the books, with what this message has made of it. */
function ownedBy({ read, changes }: Bench, owner: string, limit: number): readonly OwnedValue[] {
  const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string =>
    keyOfWant({ kind: "state", state: kind, id });
  const held = readOf(read.owned, { kind: "statesOf", owner, limit });
  const owned = new Map<string, OwnedValue>(
    held.map((one) => [keyOf(one), { kind: one.kind, value: JSON.parse(one.body) as unknown }]),
  );
  for (const { value, owner: whose, kind, id } of changes.states.values()) {
    if (value === undefined || whose !== owner) owned.delete(keyOf({ kind, id }));
    else owned.set(keyOf({ kind, id }), { kind, value });
  }
  return [...owned.values()].slice(-limit);
}

function readState({ read, changes }: Bench, state: string, id: string): unknown {
  const want = { kind: "state", state, id } as const;
  const changed = changes.states.get(keyOfWant(want));
  if (changed !== undefined) return changed.value;
  const body = readOf(read.states, want);
  return body === null ? undefined : (JSON.parse(body) as unknown);
}

function statementsOf(bench: Bench) {
  const { read, changes } = bench;
  return {
    totals: (period: { readonly from: string; readonly to: string }) =>
      readOf(read.totals, { kind: "totals", ...daysOf(period) }),
    entries: (period: { readonly from: string; readonly to: string }) =>
      readOf(read.entries, { kind: "entries", ...daysOf(period) }),
    requestClearing: (application: Parameters<DoorBooks["requestClearing"]>[0]): Result<string> => {
      const { id, clearingType, month, from, to } = application;
      const held = readOf(read.clearings, { kind: "clearings" });
      if (held.some((one) => one.id === id)) return accept(id);
      const standing = held.find((one) => !one.withdrawn && isOverlapping(one, { clearingType, from, to }));
      if (standing !== undefined) {
        const message = `${standing.from_day} 至 ${standing.to_day} 已申请清算，请先撤销（3204）`;
        return decline("IDEMPOTENCY_CONFLICT", message, { id: standing.id });
      }
      changes.clearings.push({
        institution: read.scope.institution,
        id,
        month,
        clearing_type: clearingType,
        from_day: from,
        to_day: to,
        withdrawn: false,
        body: JSON.stringify(application),
      });
      return accept(id);
    },
    cancelClearing: (id: string): Result<string> => {
      const held = readOf(read.clearings, { kind: "clearings" });
      if (!held.some((one) => one.id === id))
        return decline("SETTLEMENT_NOT_FOUND", "中心没有这份清算申请，请核对编号", { id });
      changes.withdrawn.push(id);
      return accept(id);
    },
  };
}

function daysOf({ from, to }: { readonly from: string; readonly to: string }) {
  return { from, to };
}

function isOverlapping(
  one: ClearingRow,
  other: { readonly clearingType: string; readonly from: string; readonly to: string },
): boolean {
  return one.clearing_type === other.clearingType && one.from_day <= other.to && one.to_day >= other.from;
}
