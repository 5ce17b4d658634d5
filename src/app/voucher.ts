import { civilDate } from "../base/civil-date.ts";
import type { Fen } from "../base/money.ts";
import { addFen, subtractFen, zeroFen } from "../base/money.ts";
import { periodOf } from "../settle/accumulator-id.ts";
import type { DecodedVoucher, InsuredPerson, OfflineVoucher, VoucherFacts } from "../wire/offline-voucher.ts";
import { decodeVoucher, voucherPrefix } from "../wire/offline-voucher.ts";
import { appendAudit } from "./audit-chain.ts";
import { shanghaiDay, shanghaiTime } from "./clock.ts";
import type { Ground } from "./ground.ts";
import { decline } from "./ground.ts";
import type { PersonFacts } from "./people.ts";
import { identify, personByNo, receivePerson, tokenOf } from "./people.ts";
import type { Credential, Identified, Refused, Result } from "./terminal.ts";
import { issuerIdOf } from "./voucher-signature.ts";

/** How far ahead of ours an issuer's clock may be. */
const aheadSecondsMax = 120;

/** Who holds this credential; a QR code that is an offline voucher is believed by its signature. */
export function identifyBy(ground: Ground, credential: Credential): Result<Identified> {
  const { type, number } = credential;
  const isVoucher = type === "01" && number.startsWith(voucherPrefix);
  return isVoucher ? takeVoucher(ground, number) : identify(ground, credential);
}

/** Takes what an issuer says of a person, once. */
function takeVoucher(ground: Ground, text: string): Result<Identified> {
  const decoded = decodeVoucher(text);
  if (!decoded.ok) return unread(decoded);
  const { voucher } = decoded;
  const refusal = unbelieved(ground, decoded) ?? untimely(ground, voucher);
  if (refusal !== null) return { ok: false, refusal };
  return ground.store.write(() => {
    const key = Buffer.from(`${voucher.issuer}${voucher.nonce}`, "hex");
    const takenAt = ground.store.vouchers.takenAt(key);
    if (takenAt !== undefined) {
      const message = `此脱机凭据已于 ${takenAt.slice(0, 19).replace("T", " ")} 在本机用过，不能重复使用；请重新取码，或改用身份证、社保卡`;
      return decline("VOUCHER_USED", message, { takenAt });
    }
    keep(ground, key, voucher);
    return personByNo(ground, voucher.facts.psnNo);
  });
}

function unread({ reason, detail }: Extract<DecodedVoucher, { ok: false }>): Result<never> {
  if (reason === "tooLong") return decline("VOUCHER_TOO_LONG", "脱机凭据过长，不是本系统的凭据", { detail });
  return decline("VOUCHER_UNREADABLE", "脱机凭据读不出来，请擦净屏幕后重新扫码", { detail });
}

/** Whose keys count is the law of the plan that the voucher names, as of today. */
function unbelieved(ground: Ground, decoded: Extract<DecodedVoucher, { ok: true }>): Refused | null {
  const { voucher, signed, signature } = decoded;
  const { plan } = voucher.facts;
  const today = civilDate(shanghaiDay(ground.clock.nowMs()));
  const issuers = ground.books.current.rulesOn(plan, today)?.voucherIssuers?.value ?? [];
  const issuer = issuers.find(
    ({ algorithm, publicKey }) =>
      algorithm === voucher.algorithm && issuerIdOf(Buffer.from(publicKey, "hex")) === voucher.issuer,
  );
  if (issuer === undefined) {
    const message = "脱机凭据的签发机构不在政策文件所列之内，请联网核验或改用其他凭证";
    return decline("VOUCHER_ISSUER_UNKNOWN", message, { issuer: voucher.issuer, plan }).refusal;
  }
  if (ground.verifiers(issuer.algorithm, issuer.publicKey).verify(signed, signature)) return null;
  const message = "脱机凭据的签名不符，可能扫码有误或被改动，请重新扫码；仍不符请勿接受";
  return decline("VOUCHER_SIGNATURE_WRONG", message, { issuer: voucher.issuer }).refusal;
}

/** A clock that was put back does not make an old voucher young: the last commit stands for now then. */
function untimely({ clock, store }: Ground, { issuedAt, expiresAt }: OfflineVoucher): Refused | null {
  const nowMs = clock.nowMs();
  const latestMs = Math.max(nowMs, store.counters.read("clockFloorMs") ?? 0);
  const details = {
    issuedAt: shanghaiTime(issuedAt * 1000),
    expiresAt: shanghaiTime(expiresAt * 1000),
    now: shanghaiTime(nowMs),
  };
  if (issuedAt * 1000 > nowMs + aheadSecondsMax * 1000)
    return decline("VOUCHER_NOT_YET_VALID", "脱机凭据的签发时间在将来，请核对本机时钟", details).refusal;
  if (expiresAt * 1000 <= latestMs)
    return decline("VOUCHER_EXPIRED", "脱机凭据已过期，请重新取码", details).refusal;
  return null;
}

/** Call inside `store.write`. */
function keep(ground: Ground, key: Buffer, voucher: OfflineVoucher): void {
  const { store, vault, clock } = ground;
  const { facts, issuedAt, expiresAt, issuer, nonce } = voucher;
  const personKey = vault.lookup("person", facts.psnNo);
  const at = shanghaiTime(clock.nowMs());
  const isNews = isNewest(ground, personKey, voucher);
  if (isNews) receivePerson(ground, personOf(ground, personKey, voucher));
  store.vouchers.add({
    voucher_key: key,
    person_key: personKey,
    issued_s: issuedAt,
    expires_s: expiresAt,
    taken_at: at,
  });
  const actor = { operator: "system", pharmacist: null, desk: "voucher" };
  const content = JSON.stringify([issuer, nonce, issuedAt, expiresAt, isNews, facts]);
  appendAudit(ground, { at, action: "takeVoucher", subject: `${issuer} ${nonce}`, actor, content });
}

/** An older snapshot says who it is and nothing more: what was learnt since stays. */
function isNewest({ store }: Ground, personKey: Buffer, { facts, issuedAt }: OfflineVoucher): boolean {
  const held = store.persons.facts(personKey);
  return (
    held === undefined || (held.as_of <= facts.asOf && (store.vouchers.newestOf(personKey) ?? 0) <= issuedAt)
  );
}

/** What the issuer told, and what these books know beyond it: sales that it had not confirmed when it signed. */
function personOf(ground: Ground, personKey: Buffer, { facts, issuedAt }: OfflineVoucher): PersonFacts {
  const { psnNo, name, certType, certNo, cardNo, cardSn, plan, insutype, asOf, family } = facts;
  const { drawn, moved } = unknownToIssuer(ground, personKey, { facts, issuedAt });
  const told = Object.entries(facts.accumulators);
  return {
    psnNo,
    name,
    certType,
    certNo,
    cardNo,
    cardSn,
    token: tokenOf(ground, personKey),
    plan,
    insutype,
    asOf,
    family: family.map(({ relation, psnNo: relative }) => ({ relation, psnNo: relative })),
    person: claimPerson(facts),
    balance: subtractFen(facts.balance, drawn),
    accumulators: Object.fromEntries(told.map(([id, value]) => [id, value + (moved.get(id) ?? 0)])),
  };
}

/** The `person` of a claim. */
function claimPerson(facts: VoucherFacts): InsuredPerson {
  const { psnNo, birthDate, status, population, employer, assistance, coverageFrom } = facts;
  const { chronicDiseases, inpatientStay } = facts;
  return {
    psnNo,
    birthDate,
    status,
    population,
    employer,
    assistance,
    coverageFrom,
    chronicDiseases,
    inpatientStay,
  };
}

interface Unknown {
  readonly drawn: Fen;
  /** By accumulator, of the period of the snapshot. */
  readonly moved: ReadonlyMap<string, number>;
}

function unknownToIssuer(
  { store }: Ground,
  personKey: Buffer,
  { facts, issuedAt }: Pick<OfflineVoucher, "facts" | "issuedAt">,
): Unknown {
  const signedAt = shanghaiTime(issuedAt * 1000);
  const isUnknown = (number: number): boolean => {
    const message = store.messages.of(number);
    if (message === undefined) return false;
    return message.state !== "confirmed" || message.answered_at === null || message.answered_at > signedAt;
  };
  const movements = store.accountMovements.of(personKey).filter(({ number }) => isUnknown(number));
  const moved = new Map<string, number>();
  for (const { number } of store.settlements.after(personKey, 0)) {
    if (!isUnknown(number)) continue;
    for (const row of store.postings.between(number, number)) {
      const { kind, accumulator, period, plan } = row;
      const isOwn = kind === "settlement" && plan === facts.plan && row.person_key.equals(personKey);
      if (!isOwn || period !== periodOf(accumulator, civilDate(facts.asOf))) continue;
      moved.set(accumulator, (moved.get(accumulator) ?? 0) + row.after_value - row.before_value);
    }
  }
  return { drawn: movements.reduce((sum, { amount_fen: amount }) => addFen(sum, amount), zeroFen), moved };
}
