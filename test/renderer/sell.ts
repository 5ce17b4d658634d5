import type { VerbOutput } from "../../src/gateway/contract.ts";
import { town } from "./desk-host.ts";
import type { Engine } from "./engine.ts";

/** A bill of services settled by a program, paid in cash where the funds and the account do not. */
export async function sell(
  host: { readonly engine: () => Pick<Engine, "call"> },
  who: { readonly psnNo: string },
  more: { readonly qty?: string } = {},
): Promise<VerbOutput<"commit">> {
  const { call } = host.engine();
  const { code, type, level, region, designations } = await call("institution", {});
  const known = await call("personByNo", { psnNo: who.psnNo });
  const { now } = await call("deskState", {});
  const items = town.items
    .filter(({ kind, class: grade }) => kind === "service" && grade === "A")
    .slice(0, 2)
    .map((item, at) => ({
      id: String(at + 1),
      code: item.code,
      name: item.name,
      kind: item.kind,
      class: item.class,
      qty: at === 0 ? (more.qty ?? "3") : "1",
      price: item.price,
      priceLimit: item.priceLimit,
      selfPayRatio: item.selfPayRatio,
      chronicListed: item.chronicListed,
      dualChannel: item.dualChannel,
    }));
  const claim = {
    claimId: crypto.randomUUID(),
    plan: known.plan,
    serviceTime: now.replace(/\.\d{3}/, ""),
    medType: "11",
    institution: { code, type, level, region, designations },
    person: known.person,
    prescription: null,
    items,
    account: { use: false, balance: known.account.balance, family: [] },
  };
  return await call("commit", {
    claim,
    idempotencyKey: crypto.randomUUID(),
    previewHash: null,
    tenders: [],
    actor: { operator: "C001", pharmacist: null, desk: "01" },
  });
}
