import { shanghaiDateOf } from "../base/civil-date.ts";
import { formatFen } from "../base/money.ts";
import { noExtension } from "../wire/bill-fields.ts";
import { timeText } from "../wire/clock-text.ts";
import { encodeEntitlement, entitlementInput } from "../wire/entitlement.ts";
import { encodePersonInfo, personInfoInput } from "../wire/person-info.ts";
import { encodeSignIn, encodeSignOut, signInInput, signOutInput } from "../wire/sign-in.ts";
import { claimOf } from "./bill.ts";
import type { VisitLine } from "./flow-state.ts";
import { ofPerson, reading } from "./opening.ts";
import type { PersonFacts } from "./turn.ts";
import { clearingOfficeOf, done, idOf, insuredOf, no } from "./turn.ts";

/** 9001: the number given out is kept, so that a sign-out can name it. */
export const signIn = reading(signInInput, (turn, { operatorNo }) => {
  const { door } = turn;
  const signInNo = idOf(turn, "sign-in");
  const signedAt = timeText(door.now());
  door.terminal.keepState("sign-in", signInNo, { operatorNo, signedAt });
  return done(encodeSignIn(signedAt, signInNo), null);
});

/** 9002: signing out twice, or of a day long gone, harms nobody. */
export const signOut = reading(signOutInput, ({ door }, { signInNo }) => {
  door.terminal.dropState("sign-in", signInNo);
  return done(encodeSignOut(timeText(door.now())), null);
});

const assistanceNames: Readonly<Record<NonNullable<PersonFacts["assistance"]>, string>> = {
  destitute: "特困人员",
  orphan: "孤儿",
  subsistence: "低保对象",
  returned: "返贫致贫人口",
  marginal: "低保边缘家庭成员",
  monitored: "防止返贫监测对象",
  medicalPoverty: "因病致贫重病患者",
};

/** 1101: from a credential to the person. */
export const personInfo = reading(personInfoInput, (turn, input) => {
  const { terminal } = turn.door;
  const found = terminal.identify(input);
  if (!found.ok) return found;
  const { view, facts, identified } = insuredOf(turn.door, found.value);
  const output = encodePersonInfo(view, {
    balance: formatFen(identified.account.balance),
    insuredRegion: clearingOfficeOf(terminal, identified.plan),
    coverageFrom: facts.coverageFrom,
    assistance: facts.assistance === null ? null : assistanceNames[facts.assistance],
  });
  return done(output, identified.psnNo);
});

/** One fen of a service of class A: what the rules say to it they say to the person and the place, not to the bill. */
const probe: VisitLine = {
  id: "1",
  code: "2001",
  ownCode: null,
  name: "待遇检查",
  kind: "service",
  class: "A",
  qty: "1",
  price: "0.01",
  amount: "0.01",
  occurredAt: "",
  batch: null,
  original: null,
  prescriptionNo: null,
  external: false,
  splitPack: false,
  traceExempt: null,
  traceCodes: [],
  priceLimit: null,
  selfPayRatio: "0",
  chronicListed: true,
  dualChannel: false,
  settledBy: null,
};

/** 2001: asked of the very rules that would settle. */
export const entitlement = ofPerson(entitlementInput, (turn, insured, input) => {
  const { begin, medType, diseaseCode, birthControl } = input;
  const { terminal } = turn.door;
  const end = input.end ?? begin;
  const isStay = medType === "21" || medType === "52";
  const claim = claimOf(terminal, {
    claimId: turn.envelope.msgid,
    insured,
    medType,
    serviceTime: isStay ? end : begin,
    visitId: null,
    stay: isStay ? { admitted: begin.slice(0, 10), discharged: end.slice(0, 10) } : null,
    lines: [probe],
    useAccount: false,
    relations: null,
    diseaseCode,
    birthControl,
    extension: { ...noExtension, pregnancyId: "2001" },
  });
  const previewed = terminal.preview({ claim });
  if (!previewed.ok && previewed.refusal.code === "CLAIM_INVALID") return previewed;
  const day = shanghaiDateOf(begin);
  if (day === null) return no("CLAIM_INVALID", "input.data.begntime 日期不存在");
  const output = encodeEntitlement({
    psnNo: insured.view.psnNo,
    population: insured.view.population,
    day,
    reason: previewed.ok ? null : `${previewed.refusal.code} ${previewed.refusal.message}`,
  });
  return done(output, null);
});
