import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";

import { afterAll, expect, onTestFinished, test } from "vitest";

import { demoCentre } from "../../src/app/demo-centre.ts";
import { demoTown } from "../../src/app/demo-town.ts";
import { openTerminal } from "../../src/app/open-terminal.ts";
import type { PeopleSource } from "../../src/app/people-source.ts";
import type { Terminal } from "../../src/app/terminal.ts";
import { makeDirectory } from "../../src/cli/make-directory.ts";
import { sampleClaim } from "../oracle/sample-claim.ts";
import { refusalOf, temporaryDir, valueOf } from "./test-desk.ts";

const { people, newcomers } = demoTown();
const made = join(temporaryDir(), "data");
makeDirectory(made, { demo: true, institution: null });
afterAll(() => rmSync(join(made, ".."), { recursive: true }));

function open(dir: string, source?: PeopleSource): Terminal {
  const clock = (): number => Date.parse("2026-03-01T09:00:00+08:00");
  return openTerminal({ dir, passphrase: null, clock, ...(source === undefined ? {} : { source }) });
}

function copied(): string {
  const dir = join(temporaryDir(), "data");
  cpSync(made, dir, { recursive: true });
  onTestFinished(() => rmSync(join(dir, ".."), { recursive: true }));
  return dir;
}

test("the newcomers are others than the people of the town, in every region", () => {
  expect(new Set(newcomers.map(({ plan }) => plan)).size).toBe(5);
  const numbers = [...people, ...newcomers].flatMap((one) => [one.psnNo, one.certNo, one.cardNo, one.token]);
  expect(new Set(numbers).size).toBe(4 * (people.length + newcomers.length));
});

test("somebody who has never been here is known to the centre by each credential, and here from then on", () => {
  const [first, second, third, fourth] = newcomers.filter(({ plan }) => plan === "shiyan");
  const dir = copied();
  const alone = open(dir);
  for (const { certNo: number } of newcomers)
    expect(refusalOf(alone.identify({ type: "02", number, cardSn: null })).code).toBe("PERSON_NOT_FOUND");
  alone.close();
  const online = open(dir, demoCentre());
  const told = [
    online.identify({ type: "01", number: first?.token ?? "", cardSn: null }),
    online.identify({ type: "02", number: second?.certNo ?? "", cardSn: null }),
    online.identify({ type: "03", number: third?.cardNo ?? "", cardSn: third?.cardSn ?? "" }),
    online.personByNo(fourth?.psnNo ?? ""),
  ].map(valueOf);
  expect(told.map(({ psnNo, name }) => [psnNo, name])).toEqual(
    [first, second, third, fourth].map((one) => [one?.psnNo, one?.name]),
  );
  expect(refusalOf(online.personByNo("nobody")).code).toBe("PERSON_NOT_FOUND");
  const items = [{ kind: "service", price: "100.00" }] as const;
  const sample = sampleClaim({ serviceTime: "2026-03-01T09:00:00+08:00", items });
  const claim = { ...sample, person: told[0]?.person };
  const actor = { operator: "C001", pharmacist: null, desk: "1" };
  const request = { idempotencyKey: "n", previewHash: null, msgid: null, tenders: [], actor };
  expect(valueOf(online.commit({ claim, ...request })).psnNo).toBe(first?.psnNo);
  expect([...online.verify()]).toEqual([]);
  online.close();
  const later = open(dir);
  expect(told.map(({ psnNo }) => valueOf(later.personByNo(psnNo)))).toMatchObject(
    told.map(({ psnNo, name, certNo }) => ({ psnNo, name, certNo })),
  );
  expect(refusalOf(later.personByNo(newcomers[0]?.psnNo ?? "")).code).toBe("PERSON_NOT_FOUND");
  later.close();
});
