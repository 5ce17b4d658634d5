import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import type { DemoPerson } from "../../app/demo-people.ts";
import { demoTown } from "../../app/demo-town.ts";
import { shanghaiTime } from "../../app/clock.ts";
import { present } from "../../base/assert.ts";
import type { Verb } from "../../gateway/contract.ts";
import { contract, refusalSchema } from "../../gateway/contract.ts";
import type { Terminal } from "../../app/terminal.ts";
import type { Relay } from "../../centre/relay.ts";
import { openRelay } from "../../centre/relay.ts";
import { makeDirectory } from "../make-directory.ts";
import { startOnestop } from "../own-process.ts";

/** A desk of the demo town in a process of its own, with a line of its own to the centre. */
export interface DemoDesk {
  readonly name: string;
  readonly kind: "hospital" | "pharmacy";
  readonly line: Relay;
  readonly call: Call;
  readonly claim: (bill: DemoPurchase) => Promise<Readonly<Record<string, unknown>>>;
  readonly stop: () => Promise<void>;
}

type Call = <T>(verb: Verb, entry: { readonly output: z.ZodType<T> }, input: unknown) => Promise<Said<T>>;
type Said<T> = { readonly ok: true; readonly value: T } | z.output<typeof refusalSchema>;

/** Who buys what. */
export interface DemoPurchase {
  readonly buyer: DemoPerson;
  readonly item: string;
  readonly qty: number;
  readonly usesAccount: boolean;
}

const town = demoTown();
const hello = z.object({ url: z.string(), token: z.string() });

export const cashier = { operator: "C001", pharmacist: "P001", desk: "D1" } as const;

/** Who approves at these desks. */
export const supervisor = approvalOf("supervisor");

function approvalOf(role: string) {
  const found = present(
    town.operators.find((one) => one.role === role),
    role,
  );
  return { operator: found.id, pin: found.pin, desk: cashier.desk };
}

/** The n-th of the town's people who are insured in Shiyan: everything can be sold to them. */
export function buyerAt(at: number): DemoPerson {
  return present(town.people.filter(({ plan }) => plan === "shiyan")[at], "somebody in town");
}

/** Makes the books of a place and serves them. */
export async function openDemoDesk(
  dir: string,
  institution: Terminal["institution"],
  centre: { readonly url: string; readonly token: string },
): Promise<DemoDesk> {
  makeDirectory(dir, { demo: true, institution });
  const line = await openRelay(centre.url);
  const served = await startOnestop(["serve", "--data", dir, "--centre", line.url], {
    ONESTOP_CENTRE_TOKEN: centre.token,
  });
  const { url, token } = hello.parse(served.hello);
  const call: Call = async (verb, entry, input) => {
    const answer = await fetch(`${url}/rpc/${verb}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    return z
      .union([z.object({ ok: z.literal(true), value: entry.output }), refusalSchema])
      .parse(await answer.json());
  };
  const { name, ...place } = institution;
  return {
    name,
    kind: institution.type,
    line,
    call,
    claim: async (bill) => await claimOf(call, place, bill),
    stop: async () => {
      await served.stop();
      await line.cut();
    },
  };
}

/** What was said to a question that is not refused here. @throws Error when it is */
export function granted<T>(said: Said<T>): T {
  if (said.ok) return said.value;
  throw new Error(`${said.refusal.code} ${said.refusal.message}`);
}

async function claimOf(
  call: Call,
  institution: Omit<Terminal["institution"], "name">,
  { buyer, item, qty, usesAccount }: DemoPurchase,
): Promise<Readonly<Record<string, unknown>>> {
  const serviceTime = `${shanghaiTime(Date.now()).slice(0, 19)}+08:00`;
  const day = serviceTime.slice(0, 10);
  const found = granted(await call("findItem", contract.findItem, { code: item, serviceDate: day }));
  const who = granted(await call("personByNo", contract.personByNo, { psnNo: buyer.psnNo }));
  const goods = {
    code: found.code,
    name: found.name,
    kind: found.kind,
    class: found.class,
    price: found.price,
    priceLimit: found.priceLimit,
    selfPayRatio: found.selfPayRatio,
    chronicListed: found.chronicListed,
    dualChannel: found.dualChannel,
  };
  const prescription = { issuerLevel: "2", issuedOn: day, validDays: 3 };
  return {
    claimId: `DEMO-${buyer.psnNo}`,
    plan: who.plan,
    serviceTime,
    medType: institution.type === "pharmacy" ? "41" : "11",
    institution,
    person: who.person,
    prescription: institution.type === "pharmacy" ? prescription : null,
    items: [{ id: "1", ...goods, qty: String(qty), traceExempt: "noCode" }],
    account: { use: usesAccount, balance: who.account.balance, family: [] },
  };
}

const lookMs = 50;

/** Waits until something holds. @throws Error when it has not come to be in so long */
export async function until(what: string, msMax: number, holds: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + msMax;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`${what}：${msMax / 1000} 秒内没有等到`);
    await sleep(lookMs);
  }
}
