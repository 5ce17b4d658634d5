import { expect, test } from "vitest";

import type { PlantName } from "./plants.ts";
import { runTorture } from "./torture-suite.ts";

const never = new AbortController().signal;

/** What the torture must say of a mistake, within few rounds. */
const mistakes: readonly {
  readonly plant: PlantName;
  readonly storms: number;
  readonly steps: number;
  readonly says: RegExp;
}[] = [
  { plant: "acknowledgedEarly", storms: 8, steps: 0, says: /acknowledged and lost/ },
  {
    plant: "noTransaction",
    storms: 40,
    steps: 0,
    says: /half written|nobody asked for this|rows of all deeds|verify|Bug/,
  },
  { plant: "otherAnswer", storms: 4, steps: 0, says: /the answer reads differently now/ },
  { plant: "noTransactionInMigration", storms: 2, steps: 12, says: /already exists|表结构已损坏/ },
  { plant: "copyInSight", storms: 2, steps: 12, says: /备份|账本|密钥|database/ },
];

test.each(mistakes)(
  "the torture sees: $plant",
  async ({ plant, storms, steps, says }) => {
    const size = { seed: 20_240_229, storms, steps, plant, say: (): void => undefined };
    const { tally, faults } = await runTorture(size, never);
    expect(faults.join("\n")).toMatch(says);
    expect(tally.failed).toBeGreaterThan(0);
  },
  300_000,
);
