import { rmSync } from "node:fs";

import { demoTown, settleTown } from "../../src/app/demo-town.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import type { Sender, SenderOptions } from "../../src/app/sending.ts";
import { openSender } from "../../src/app/sending.ts";
import type { Approval } from "../../src/app/supervision.ts";
import { present } from "../../src/base/assert.ts";
import type { Committed, Result } from "../../src/app/terminal.ts";
import { plainAdapter } from "../../src/line/adapters/plain.ts";
import type { LineClient } from "../../src/line/client.ts";
import { openLine } from "../../src/line/client.ts";
import { actor, createBooks, institution, temporaryDir, valueOf } from "../app/test-desk.ts";
import type { TestCentre } from "../centre/test-centre.ts";
import type { Sold } from "../gateway/sold-cases.ts";
import { claimOf } from "../gateway/sold-cases.ts";

export type Engine = ReturnType<typeof openTerminal>;

export const places = {
  hospital: institution,
  pharmacy: { ...institution, type: "pharmacy", code: "P42030000001", level: "unrated" },
} as const;

export const town = demoTown();

/** Who may approve at these desks. */
export const supervisor = approvalOf("supervisor");

function approvalOf(role: string): Approval {
  const found = present(
    town.operators.find((one) => one.role === role),
    role,
  );
  return { operator: found.id, pin: found.pin, desk: "D1" };
}
/** People whose plan is that of the place and who are in no bed: anything can be sold to them. */
export const customers = town.people
  .filter(({ plan, person }) => plan === "shiyan" && person["inpatientStay"] === null)
  .slice(0, 120);

/** A desk of the demo town with a line to a centre. */
export interface LineDesk {
  readonly engine: Engine;
  readonly sender: Sender;
  /** Looks until nothing is left to do, or nothing goes on any more. */
  readonly drain: (rounds?: number) => Promise<void>;
  /** Ends the engine where it stands and starts it again. */
  readonly restart: (wrap?: (engine: Engine) => Engine) => void;
  readonly sell: (customer: number, key: string, more?: Partial<Sold["bill"]>) => Committed;
  readonly trySell: (customer: number, key: string) => Result<Committed>;
  readonly reverse: (sold: Committed) => Committed;
  readonly close: () => void;
}

let blocks = 0;

export function openLineDesk(
  centre: Pick<TestCentre, "url" | "token" | "clock">,
  kind: keyof typeof places,
  more: Partial<SenderOptions> = {},
): LineDesk {
  const dir = temporaryDir();
  blocks += 1;
  createBooks(dir, {
    institution: places[kind],
    plan: "shiyan",
    moveIn: (ground) => settleTown(ground, { ...town, people: customers }),
    block: { from: blocks * 100, to: blocks * 100 + 99 },
  });
  const now = (): number => centre.clock.ms;
  const adapter = plainAdapter(centre.token);
  const open = (): Engine => openTerminal({ dir, passphrase: null, clock: now });
  let engine = open();
  let client: LineClient;
  let sender: Sender;
  const connect = (books: Engine): void => {
    client = openLine({ url: centre.url, adapter, now, answerMsMax: 5000 });
    // Nobody waits in a test: the clock stands, and no chance means no delay.
    sender = openSender({ terminal: books, client, adapter, now, random: () => 0, ...more });
  };
  connect(engine);
  return {
    get engine() {
      return engine;
    },
    get sender() {
      return sender;
    },
    drain: async (rounds = 50) => {
      for (let round = 0; round < rounds && engine.unsent(1).length > 0; round += 1) {
        sender.retryNow();
        sender.pump();
        await sender.idle();
      }
    },
    restart: (wrap = (books): Engine => books) => {
      client.close();
      engine.close();
      engine = open();
      connect(wrap(engine));
    },
    sell: (customer, key, bill = {}) =>
      valueOf(engine.commit(requestOf(engine, { kind, customer, key, bill }))),
    trySell: (customer, key) => engine.commit(requestOf(engine, { kind, customer, key, bill: {} })),
    reverse: (sold) => takeBack(engine, sold),
    close: () => {
      client.close();
      engine.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function takeBack(engine: Engine, { settlementId, msgid }: Committed): Committed {
  const idempotencyKey = `back ${msgid}`;
  return valueOf(engine.reverse({ settlementId, idempotencyKey, msgid: null, actor }));
}

function requestOf(
  engine: Engine,
  {
    kind,
    customer,
    key,
    bill,
  }: { kind: keyof typeof places; customer: number; key: string; bill: Sold["bill"] },
) {
  const claim = { ...claimOfCustomer(engine, { kind, customer, qty: "2" }), ...bill };
  return { claim, idempotencyKey: key, previewHash: null, msgid: null, tenders: [], actor };
}

/** What a customer buys. */
export function claimOfCustomer(
  engine: Engine,
  {
    kind,
    customer,
    qty,
  }: { readonly kind: keyof typeof places; readonly customer: number; readonly qty: string },
): Readonly<Record<string, unknown>> {
  const who = customers[customer]?.psnNo ?? "";
  const pharmacy = {
    medType: "41",
    prescription: { issuerLevel: "2", issuedOn: "2024-05-10", validDays: 3 },
  };
  return claimOf(engine, {
    who: { plan: "shiyan", pick: ({ psnNo }) => psnNo === who },
    lines: [{ item: "XD00003", qty, more: { traceExempt: "noCode" } }],
    bill: kind === "pharmacy" ? pharmacy : { medType: "11" },
  });
}

/** What a desk holds as settled, with amounts, less what was rejected and taken back without the centre. */
export function atDesk(engine: Engine): readonly string[] {
  const rejected = new Set(
    engine.findings(1000).flatMap(({ kind, settlementId }) => (kind === "rejected" ? [settlementId] : [])),
  );
  return engine
    .entries({ from: "2000-01-01", to: "2099-12-31" })
    .filter(({ settlementId, reverses }) => !rejected.has(settlementId) && !rejected.has(reverses ?? ""))
    .map(({ msgid, kind, total, fundTotal, account }) => [msgid, kind, total, fundTotal, account].join(" "))
    .toSorted();
}

/** The same of what the centre holds of an institution. */
export async function atCentre(centre: TestCentre, code: string): Promise<readonly string[]> {
  const rows = await centre.centre.db
    .selectFrom("settlements")
    .select(["msgid", "kind", "total_fen", "fund_total_fen", "account_fen"])
    .where("institution", "=", code)
    .execute();
  return rows
    .map((row) => [row.msgid, row.kind, row.total_fen, row.fund_total_fen, row.account_fen].join(" "))
    .toSorted();
}
