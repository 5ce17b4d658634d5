import type { Engine } from "../line/desk-and-centre.ts";
import { places } from "../line/desk-and-centre.ts";
import { townspeople } from "./people.ts";

type Finding = ReturnType<Engine["findings"]>[number];

/** A desk at the end of its day. */
export interface Closed {
  readonly engine: Engine;
  /** Who stands here as at the centre: who came to this desk and to no other, or was asked about since. */
  readonly own: readonly number[];
}

export interface Town {
  readonly desks: readonly Closed[];
  readonly centre: Engine;
  /** Who came to several desks: no desk knows of the others' sales, and the centre may see theirs otherwise. */
  readonly shared: readonly number[];
  /** The region's centre takes nothing twice: what it does not have is put out of the way by 2601. */
  readonly mayUndo: boolean;
}

/** What the outpatient funds pay for one person and year at the most, in fen. @source src/rules/packs/shiyan */
const outpatientFundMax = 300_000;

/** Where desks and centre do not agree to the fen; empty when they do. */
export function disagreements(town: Town): readonly string[] {
  return [
    ...town.desks.flatMap((desk) => [...leftOver(desk), ...unexplained(town, desk), ...otherUse(town, desk)]),
    ...town.desks.flatMap(({ engine }) =>
      engine.differingPeople(9).map((one) => `${one} is still to be asked about`),
    ),
    ...otherMoney(town),
    ...overCap(town),
  ];
}

/** The same as the books of the centre and of a desk have it: every accumulator is the fold of its postings, every settlement computes again. */
export function unsoundBooks({ desks, centre }: Town): readonly string[] {
  // A message is looked at as one of the place that the books are of: what is wrong with it at all places is wrong.
  const verifiedAs = (place: keyof typeof places): readonly string[] => {
    Object.assign(centre.institution, places[place]);
    return verified(centre);
  };
  const atHospital = new Set(verifiedAs("hospital"));
  const there = verifiedAs("pharmacy").filter((one) => atHospital.has(one));
  const here = desks.slice(0, 1).flatMap(({ engine }) => verified(engine));
  return [...there, ...here];
}

function verified(engine: Engine): readonly string[] {
  return [...engine.verify()].map((finding) => `verify ${JSON.stringify(finding)}`);
}

function leftOver({ engine }: Closed): readonly string[] {
  return [
    ...engine.unsent(5).map(({ msgid, state }) => `${msgid} is still ${state}`),
    ...engine.provisionals().map(({ msgid }) => `${msgid} is still provisional`),
  ];
}

/** A finding needs a reason that this day had. */
function unexplained({ shared, mayUndo }: Town, { engine }: Closed): readonly string[] {
  const known = new Set(shared.map(psnNoOf));
  const whose = new Map(engine.entries(everyDay).map(({ settlementId, psnNo }) => [settlementId, psnNo]));
  const findings = engine.findings(1000);
  // What was put out of the way is not there for the same person's next sale either.
  for (const { settlementId } of mayUndo ? undoneBy(engine) : []) known.add(whose.get(settlementId) ?? "");
  return findings.flatMap(({ msgid, settlementId, kind, code }) => {
    const isExplained = known.has(whose.get(settlementId) ?? "");
    return isExplained ? [] : [`${msgid} ${kind} ${code}`];
  });
}

export const everyDay = { from: "2000-01-01", to: "2099-12-31" };

/** What the centre will say to the same person tomorrow is what the desk believes. */
function otherUse({ centre }: Town, { engine, own }: Closed): readonly string[] {
  return own.flatMap((at) => {
    const psnNo = psnNoOf(at);
    const [here, there] = [usedBy(engine, psnNo), usedBy(centre, psnNo)];
    return here === there ? [] : [`${psnNo} used ${here} and ${there}`];
  });
}

function usedBy(engine: Engine, psnNo: string): string {
  const found = engine.personByNo(psnNo);
  if (!found.ok) return "unknown";
  const { accumulators, account } = found.value;
  const moved = Object.entries(accumulators).filter(([, value]) => value !== 0);
  return JSON.stringify([account.balance, moved.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Every message is on both sides, once, with the same money, or with the difference that was found and shown. */
function otherMoney({ desks, centre, mayUndo }: Town): readonly string[] {
  const here = desks.flatMap(({ engine }) => toldBy(engine)).toSorted();
  const undone = mayUndo ? desks.flatMap(({ engine }) => undoneBy(engine)) : [];
  const there = heldBy(centre, new Set(undone.map(({ msgid }) => msgid))).toSorted();
  return [
    ...less(here, there).map((one) => `only at the desk: ${one}`),
    ...less(there, here).map((one) => `only there: ${one}`),
  ];
}

/** As a desk tells it: with what it accepted of the centre's, and what it took back as the centre has it. */
function toldBy(engine: Engine): readonly string[] {
  const findings = new Map(engine.findings(1000).map((one) => [one.settlementId, one]));
  const days = new Set(engine.entries(everyDay).map(({ settlementId }) => dayOf(settlementId)));
  return [...days].flatMap((day) =>
    engine.statementOf(day).flatMap(({ settlementId, msgid, isRefund, total, fundTotal, account }) => {
      const finding = findings.get(settlementId);
      // The centre has refused to take it back: that is named, and told until somebody sees to it.
      if (finding?.kind === "rejected") return [];
      const by = (name: "fundTotal" | "account"): number => shown(finding, name);
      const kind = isRefund ? "reversal" : "sale";
      return [[msgid, kind, total, fundTotal + by("fundTotal"), account + by("account")].join(" ")];
    }),
  );
}

/** The day in the number of a settlement. */
function dayOf(settlementId: string): string {
  return settlementId.replace(/^(\d{4})(\d\d)(\d\d).*$/, "$1-$2-$3");
}

/** What was asked for, was not there and was put out of the way by 2601. */
function undoneBy(engine: Engine): readonly Finding[] {
  return engine.findings(1000).filter(({ kind, code }) => kind === "rejected" && code === "ANSWER_LOST");
}

/** @param undone  numbers that were put out of the way: one that was late may stand there with what took it back, once each */
function heldBy(centre: Engine, undone: ReadonlySet<string>): readonly string[] {
  const entries = centre.entries(everyDay);
  const takenBack = new Set(entries.map(({ reverses }) => reverses));
  const late = new Set(
    entries
      .filter(({ msgid, settlementId }) => undone.has(msgid) && takenBack.has(settlementId))
      .map(({ settlementId }) => settlementId),
  );
  return entries
    .filter(({ settlementId, reverses }) => !late.has(settlementId) && !late.has(reverses ?? ""))
    .map(({ msgid, kind, total, fundTotal, account }) => [msgid, kind, total, fundTotal, account].join(" "));
}

/** By how much the centre has it otherwise, as the cashier was shown and has not decided yet. */
function shown(finding: Finding | undefined, name: "fundTotal" | "account"): number {
  const found = finding?.differences.find((one) => one.name === name);
  return found === undefined ? 0 : found.there - found.here;
}

function overCap({ centre, desks, shared }: Town): readonly string[] {
  return [...shared, ...desks.flatMap(({ own }) => own)].flatMap((at) => {
    const psnNo = psnNoOf(at);
    const found = centre.personByNo(psnNo);
    const paid = found.ok ? (found.value.accumulators["outpatient.fund"] ?? 0) : 0;
    return paid > outpatientFundMax || paid < 0 ? [`${psnNo} has had ${paid} of the outpatient fund`] : [];
  });
}

function psnNoOf(at: number): string {
  return townspeople[at]?.psnNo ?? "";
}

function less(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return some.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
