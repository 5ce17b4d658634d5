import { createHash, randomUUID } from "node:crypto";

import type {
  CatalogueItem,
  Committed,
  CommitRequest,
  Credential,
  Identified,
  Refused,
  Result,
  ReverseRequest,
  Terminal,
} from "../../src/app/terminal.ts";
import { addFen, fen, parseFen } from "../../src/base/money.ts";
import type { PackBook } from "../../src/rules/pack-book.ts";
import type { FullTerminal } from "../../src/app/full-terminal.ts";
import { parseClaim } from "../../src/settle/claim.ts";
import { claimInvalid } from "../../src/settle/preconditions.ts";
import { reverse } from "../../src/settle/reverse.ts";
import { settle } from "../../src/settle/settle.ts";
import type { Settlement } from "../../src/settle/settlement.ts";
import type { Facts } from "../../src/settle/tally.ts";
import { shippedBook } from "../shipped-packs.ts";
import { besideSelling } from "./beside-selling.ts";
import { people } from "./memory-people.ts";
import { withoutLine } from "./without-line.ts";

const items: readonly CatalogueItem[] = [
  item("XA01A", "甲类示例片", { class: "A", price: "20.00" }),
  item("XB01B", "乙类示例胶囊", { class: "B", price: "120.00", priceLimit: "100.00", selfPayRatio: "0.1" }),
  item("XC01C", "自费示例丸", { class: "C", price: "35.50" }),
  item("FW01", "示例诊疗", { class: "A", price: "800.00", kind: "service" }),
];

function item(code: string, name: string, more: Partial<CatalogueItem>): CatalogueItem {
  return {
    code,
    barcode: null,
    name,
    pinyin: "SL",
    kind: "drug",
    class: "A",
    price: "1.00",
    priceLimit: null,
    selfPayRatio: "0",
    chronicListed: false,
    dualChannel: false,
    ...more,
  };
}

interface Kept extends Committed {
  readonly key: string;
  readonly claimHash: string;
}

/** What the terminal remembers. */
interface Memory {
  readonly states: Map<string, string>;
  readonly used: Map<string, number>;
  readonly balances: Map<string, number>;
  readonly kept: Kept[];
  readonly book: PackBook;
}

const pharmacy: Terminal["institution"] = {
  code: "P42030000001",
  name: "示例大药房",
  type: "pharmacy",
  level: "unrated",
  region: "420300",
  designations: ["basic", "pooling", "chronic", "dualChannel"],
};

/** A terminal without a disk, on the real rules: enough for the doors to be knocked on. */
export function memoryTerminal(
  institution: Partial<Terminal["institution"]> = {},
): FullTerminal & { readonly states: ReadonlyMap<string, string> } {
  const memory: Memory = {
    states: new Map(),
    used: new Map(),
    balances: new Map(people.map(({ psnNo, balance }) => [psnNo, parseFen(balance)])),
    kept: [],
    book: shippedBook("demo"),
  };
  return {
    ...besideSelling,
    ...withoutLine,
    ...withoutFacts,
    ...withoutExports,
    ...readsOf(memory),
    ...statesOf(memory.states),
    isInUse: () => false,
    states: memory.states,
    institution: { ...pharmacy, ...institution },
    preview: ({ claim }) => {
      const settled = compute(memory, claim);
      return settled.ok
        ? { ok: true, value: { settlement: settled.value, previewHash: hash(settled.value.split) } }
        : settled;
    },
    commit: (request) => commit(memory, request),
    reverse: (request) => takeBack(memory, request),
    ...absent,
    *verify() {
      const total = memory.kept.reduce((sum, { settlement }) => addFen(sum, settlement.split.total), fen(0));
      if (total < 0) yield { what: "file", id: "total", reason: "below zero" };
    },
    async *verifyBeside() {
      yield* await Promise.resolve(this.verify());
    },
    backup: () => undefined,
    close: () => undefined,
  };
}

const notSupported = { code: "NOT_SUPPORTED", message: "不支持", details: {} } as const;

/** There is no file to write to. */
const withoutExports = {
  startExport: () => refused(notSupported),
  exportState: () => refused(notSupported),
  stopExport: () => refused(notSupported),
  exportTicket: () => refused(notSupported),
  takeExport: () => null,
  exportTo: async () => await Promise.resolve(refused(notSupported)),
} as const;

/** Nothing comes from elsewhere, and nothing is filed there. */
const withoutFacts = {
  startImpact: () => refused(notSupported),
  impactOf: () => refused(notSupported),
  cancelImpact: () => refused(notSupported),
  rulesSigner: () => null,
  trustSigner: () => refused(notSupported),
  fingerprintOf: () => null,
  compareRules: () => refused(notSupported),
  draftSupplement: () => ({
    faults: [],
    about: null,
    fills: [],
    unknown: [],
    file: { name: "", text: "" },
    base: null,
  }),
  stageRules: () => refused(notSupported),
  rulesDownloads: () => [],
  activateRules: () => refused(notSupported),
  discardRules: () => refused(notSupported),
  rollBackRules: () => refused(notSupported),
  applyDueRules: () => false,
  rulesOn: () => [],
  rulesCalendar: () => [],
  unknownRules: () => [],
  checkSupplement: () => ({ faults: [], about: null, fills: [], unknown: [] }),
  saveSupplement: () => refused(notSupported),
  catalogueVersion: () => 0,
  catalogueDownloads: () => [],
  beginCatalogue: () => refused(notSupported),
  addCatalogueLines: () => refused(notSupported),
  endCatalogue: () => refused(notSupported),
  abandonCatalogue: () => undefined,
  activateCatalogue: () => refused(notSupported),
  rollBackCatalogue: () => refused(notSupported),
  discardCatalogue: () => refused(notSupported),
  stepCatalogue: () => false,
  beginRefresh: () => refused(notSupported),
  endRefresh: () => refused(notSupported),
  beginIdentify: () => 0,
  endIdentify: () => refused(notSupported),
  differingPeople: () => [],
  stalePeople: () => [],
  filedFacts: () => [],
  previewFiling: () => refused(notSupported),
  fileRequest: () => refused(notSupported),
  withdrawFiling: () => refused(notSupported),
  filing: () => refused(notSupported),
  filingsOf: () => [],
  openFilings: () => [],
  noteFiling: () => {
    throw new Error("nothing is filed here");
  },
} as const;

/** Verbs that only the real books have: what rests on them is tested on those. */
const absent = {
  refund: () => refused({ code: "NOT_SUPPORTED", message: "不支持", details: {} }),
  restore: () => refused({ code: "NOT_SUPPORTED", message: "不支持", details: {} }),
  settlementByKey: () => refused({ code: "SETTLEMENT_NOT_FOUND", message: "没有这笔结算", details: {} }),
  successorOf: () => refused({ code: "SETTLEMENT_NOT_FOUND", message: "没有这笔结算", details: {} }),
  totals: () => [],
  entries: () => [],
  requestClearing: () => refused({ code: "NOT_SUPPORTED", message: "不支持", details: {} }),
  cancelClearing: () => refused({ code: "NOT_SUPPORTED", message: "不支持", details: {} }),
} satisfies Partial<Terminal>;

function statesOf(states: Map<string, string>) {
  const owners = new Map<string, { readonly kind: string; readonly owner: string }>();
  return {
    pruneState: () => 0,
    each: <T>(works: readonly (() => T)[]) => works.map((work) => ({ ok: true as const, value: work() })),
    keepState: (kind: string, id: string, value: unknown, owner?: string) => {
      states.set(`${kind} ${id}`, JSON.stringify(value));
      if (owner !== undefined) owners.set(`${kind} ${id}`, { kind, owner });
    },
    statesOf: (owner: string, limit: number) =>
      [...states]
        .flatMap(([key, text]) => {
          const of = owners.get(key);
          return of?.owner === owner ? [{ kind: of.kind, value: JSON.parse(text) as unknown }] : [];
        })
        .slice(-limit),
    readState: (kind: string, id: string): unknown => {
      const text = states.get(`${kind} ${id}`);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    dropState: (kind: string, id: string) => void states.delete(`${kind} ${id}`),
  };
}

function readsOf(memory: Memory) {
  const { kept } = memory;
  const who = (one: (typeof people)[number] | undefined): Result<Identified> =>
    one === undefined ? noPerson : { ok: true, value: identifiedOf(memory, one) };
  return {
    identify: ({ type, number, cardSn }: Credential) =>
      who(
        people.find((one) => {
          if (type === "01") return one.token === number;
          return type === "02" ? one.certNo === number : one.cardNo === number && one.cardSn === cardSn;
        }),
      ),
    personByNo: (psnNo: string) => who(people.find((one) => one.psnNo === psnNo)),
    findItem: (code: string): Result<CatalogueItem> => {
      const one = items.find((candidate) => candidate.code === code);
      if (one !== undefined) return { ok: true, value: one };
      return refused({ code: "ITEM_NOT_FOUND", message: `目录中没有 ${code}`, details: { code } });
    },
    searchItems: (query: string, limit: number) =>
      items.filter(({ name }) => name.includes(query)).slice(0, limit),
    settlement: (id: string) =>
      found(
        memory,
        kept.find(({ settlementId }) => settlementId === id),
      ),
    settlementByMsgid: (msgid: string) =>
      found(
        memory,
        kept.find((one) => one.msgid === msgid),
      ),
    settlementsOf: ({ psnNo, limit }: { readonly psnNo: string | null; readonly limit: number }) =>
      kept
        .filter((one) => psnNo === null || one.psnNo === psnNo)
        .slice(0, limit)
        .map((one) => committedOf(memory, one)),
  };
}

function identifiedOf({ used, balances }: Memory, one: (typeof people)[number]): Identified {
  const accumulators = [...used].flatMap(([key, value]) => {
    const [psnNo, , id = ""] = key.split("\n");
    return psnNo === one.psnNo ? [[id, value] as const] : [];
  });
  const birthDate = `${one.certNo.slice(6, 10)}-${one.certNo.slice(10, 12)}-${one.certNo.slice(12, 14)}`;
  return {
    psnNo: one.psnNo,
    name: one.name,
    certNo: one.certNo,
    plan: one.plan,
    insutype: "310",
    person: {
      psnNo: one.psnNo,
      birthDate,
      status: one.status,
      population: "employee",
      employer: null,
      assistance: null,
      coverageFrom: "2020-01-01",
      chronicDiseases: [],
      inpatientStay: null,
    },
    family: [],
    account: { balance: fen(balances.get(one.psnNo) ?? 0), asOf: "2023-01-01" },
    accumulators: Object.fromEntries(accumulators),
    factsAsOf: "2023-01-01",
  };
}

function factsOf({ used }: Memory, psnNo: string): Facts {
  return { before: (id, period) => used.get(`${psnNo}\n${period}\n${id}`) ?? 0 };
}

function compute(memory: Memory, json: unknown): Result<Settlement> {
  const parsed = parseClaim(json);
  if (!parsed.ok) return refused(claimInvalid(parsed.faults));
  const { claim } = parsed;
  const rules = memory.book.rulesOn(claim.plan, claim.serviceDate);
  const settled = settle(claim, factsOf(memory, claim.person.psnNo), rules, { explain: true });
  return settled.ok ? { ok: true, value: settled.settlement } : refused(settled.refusal);
}

function committedOf({ kept }: Memory, one: Kept): Committed {
  const reversal = kept.find(({ reverses }) => reverses === one.settlementId);
  return { ...one, reversedBy: reversal?.settlementId ?? null };
}

function found(memory: Memory, one: Kept | undefined): Result<Committed> {
  if (one !== undefined) return { ok: true, value: committedOf(memory, one) };
  return refused({ code: "SETTLEMENT_NOT_FOUND", message: "没有这笔结算", details: {} });
}

type New = Omit<Kept, "number" | "committedAt" | "reversedBy" | "messageState" | "settlementId">;

function add(memory: Memory, one: New): Result<Committed> {
  const { used, balances, kept } = memory;
  const full: Kept = {
    ...one,
    settlementId: randomUUID().replaceAll("-", "").slice(0, 30),
    number: kept.length + 1,
    committedAt: "2023-03-01T10:00:05+08:00",
    reversedBy: null,
    messageState: "pending",
  };
  kept.push(full);
  const { movements, split } = full.settlement;
  for (const { id, period, after } of movements) used.set(`${full.psnNo}\n${period}\n${id}`, after);
  balances.set(full.psnNo, (balances.get(full.psnNo) ?? 0) - split.account);
  return found(memory, full);
}

function commit(memory: Memory, request: CommitRequest): Result<Committed> {
  const claimHash = hash(request.claim);
  const before = memory.kept.find(({ key }) => key === request.idempotencyKey);
  if (before !== undefined) {
    if (before.claimHash === claimHash) return found(memory, before);
    return refused({ code: "IDEMPOTENCY_CONFLICT", message: "幂等键已用于另一请求", details: {} });
  }
  const settled = compute(memory, request.claim);
  if (!settled.ok) return settled;
  const { medType, person: insured } = request.claim as { medType: string; person: { psnNo: string } };
  return add(memory, {
    key: request.idempotencyKey,
    claimHash,
    msgid: request.msgid ?? randomUUID(),
    settlement: settled.value,
    psnNo: insured.psnNo,
    medType,
    kind: "sale",
    mode: "insured",
    isAdjusted: false,
    resettleCode: null,
    reverses: null,
  });
}

function takeBack(memory: Memory, request: ReverseRequest): Result<Committed> {
  const before = memory.kept.find(({ key }) => key === request.idempotencyKey);
  if (before !== undefined) return found(memory, before);
  const original = memory.kept.find(({ settlementId }) => settlementId === request.settlementId);
  if (original === undefined) return found(memory, undefined);
  if (committedOf(memory, original).reversedBy !== null) {
    return refused({ code: "ALREADY_REVERSED", message: "已撤销", details: {} });
  }
  return add(memory, {
    key: request.idempotencyKey,
    claimHash: "",
    msgid: request.msgid ?? randomUUID(),
    settlement: reverse(original.settlement, factsOf(memory, original.psnNo)),
    psnNo: original.psnNo,
    medType: original.medType,
    kind: "reversal",
    mode: "insured",
    isAdjusted: false,
    resettleCode: null,
    reverses: original.settlementId,
  });
}

const noPerson = refused({ code: "PERSON_NOT_FOUND", message: "没有这位参保人，请核对凭证", details: {} });

function refused(refusal: Refused): { readonly ok: false; readonly refusal: Refused } {
  return { ok: false, refusal };
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
