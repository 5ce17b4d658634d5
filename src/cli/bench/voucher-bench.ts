import { demoIssuers } from "../../app/demo-issuers.ts";
import { openDirectory } from "../../app/directory.ts";
import type { IssuerKey } from "../../app/issue-voucher.ts";
import { issueVoucher } from "../../app/issue-voucher.ts";
import { identifyBy } from "../../app/voucher.ts";
import type { Verifier } from "../../app/voucher-signature.ts";
import { signatureSchemes } from "../../app/voucher-signature.ts";
import { fen } from "../../base/money.ts";
import { decodeVoucher } from "../../wire/offline-voucher.ts";
import { benchDir, createBenchBooks, firstMorning } from "./books.ts";
import type { Figure } from "./figure.ts";
import { atLeast, atMost } from "./figure.ts";
import { rounded, timesFrom } from "./measure.ts";

const defaultVouchers = 500;
const warmUps = 50;
const perSecondMin = 200;
const eachMsMax = 20;

/** Vouchers of people of their own: read and verified, then taken into books on a disk. */
export function* benchVoucher(log: (text: string) => void, size: number | null): Generator<Figure> {
  const count = size ?? defaultVouchers;
  const { dir, remove } = benchDir();
  try {
    createBenchBooks(dir, 0);
    const nowMs = Date.parse(firstMorning) + 60_000;
    const { ground, close } = openDirectory({ dir, passphrase: null, clock: () => nowMs });
    try {
      for (const issuer of demoIssuers) {
        log(`voucher: ${count} by ${issuer.algorithm} …\n`);
        const texts = Array.from({ length: count }, (_, at) => issue(issuer, at, nowMs / 1000));
        const [first = ""] = texts;
        const about = { algorithm: issuer.algorithm, characters: first.length, vouchers: count };
        const { publicKeyOf, verifier } = signatureSchemes[issuer.algorithm];
        const key = verifier(publicKeyOf(issuer.privateKey));
        // A desk that has been open for a minute: the multiples of the key are worked out, the program is warm.
        for (const text of texts.slice(0, warmUps)) isTrue(text, key);
        const read = takenBy(texts, (text) => isTrue(text, key));
        yield* figuresOf(`voucher.read.${issuer.algorithm}`, read, about);
        const taken = takenBy(texts, (number) => identifyBy(ground, { type: "01", number, cardSn: null }).ok);
        yield* figuresOf(`voucher.take.${issuer.algorithm}`, taken, about);
      }
    } finally {
      close();
    }
  } finally {
    remove();
  }
}

function isTrue(text: string, key: Verifier): boolean {
  const decoded = decodeVoucher(text);
  return decoded.ok && key.verify(decoded.signed, decoded.signature);
}

/** Microseconds of each. @throws Error when one of them is not taken: then nothing was measured */
function takenBy(texts: readonly string[], take: (text: string) => boolean): readonly number[] {
  return texts.map((text) => {
    const start = performance.now();
    if (!take(text)) throw new Error("a voucher was refused");
    return (performance.now() - start) * 1000;
  });
}

function* figuresOf(name: string, micros: readonly number[], about: Figure["about"]): Generator<Figure> {
  const perSecond = (micros.length * 1e6) / micros.reduce((sum, one) => sum + one, 0);
  const { p50, p99 } = timesFrom(micros);
  const ratio = rounded(perSecond / perSecondMin);
  yield atLeast(`${name}.rate`, [perSecond, perSecondMin], "perSecond", { ...about, timesLimit: ratio });
  const each = { ...about, p50Ms: rounded(p50 / 1000), shareOfLimit: rounded(p99 / 1000 / eachMsMax) };
  yield atMost(`${name}.p99`, [p99 / 1000, eachMsMax], "ms", each);
}

/** Somebody with a chronic disease, a relative and five accumulators: longer than most. */
function issue(issuer: IssuerKey, at: number, issuedAt: number): string {
  const serial = String(at).padStart(5, "0");
  const ids = ["basic.fund", "major.burden", "major.fund", "outpatient.deductible", "outpatient.fund"];
  const accumulators = Object.fromEntries(ids.map((id, place) => [id, place * 12_345]));
  return issueVoucher(issuer, {
    nonce: `${issuer.algorithm === "sm2" ? "5" : "e"}${serial.padStart(31, "0")}`,
    issuedAt,
    expiresAt: issuedAt + 600,
    facts: {
      psnNo: `99V${issuer.algorithm}${serial}`,
      name: "测量用参保人",
      certType: "01",
      certNo: `9900001990010${serial}`,
      cardNo: null,
      cardSn: null,
      plan: "shiyan",
      insutype: "310",
      asOf: firstMorning.slice(0, 10),
      birthDate: "1990-01-01",
      status: "active",
      population: "employee",
      employer: "测量用单位",
      assistance: null,
      coverageFrom: "2020-01-01",
      chronicDiseases: [{ code: "M01600", from: "2023-01-01", to: null }],
      inpatientStay: null,
      family: [{ relation: "spouse", psnNo: "99V00000" }],
      balance: fen(123_456),
      accumulators,
    },
  });
}
