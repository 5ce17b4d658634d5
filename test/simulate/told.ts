import { shanghaiDay } from "../../src/app/clock.ts";
import type { ToldPerson } from "../../src/wire/person-facts.ts";
import { valueOf } from "../app/test-desk.ts";
import type { Engine } from "../line/desk-and-centre.ts";

/** What a centre answers to 1101. */
export function toldBy(centre: Engine, psnNo: string, nowMs: number): ToldPerson {
  const { name, certNo, plan, insutype, person, account, accumulators } = valueOf(centre.personByNo(psnNo));
  const asOf = shanghaiDay(nowMs);
  const about = { psnNo, name, certType: "01", certNo, plan, insutype, person: { ...person } };
  return { ...about, family: [], asOf, balance: account.balance, accumulators, filings: [] };
}
