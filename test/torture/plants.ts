/** A mistake that the torture must see, planted into a source while it is loaded; the product has no switch for it. */
export interface Plant {
  /** Who makes the mistake: the children that are killed, or the restart that looks after them. */
  readonly of: "child" | "restart";
  /** How the file's address ends. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** Makes the time in which a mistake shows long enough to be hit on any machine. */
const linger = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);";
const transaction = `  assert(!db.inTransaction, "a transaction inside a transaction");
  state.entry = null;
  state.transaction.begin.run();
`;

export const plants = {
  /** Answers come before the commit does. */
  acknowledgedEarly: {
    of: "child",
    file: "/src/store/durable.ts",
    find: transaction,
    replace: `  if (!db.inTransaction) state.transaction.begin.run();
  const answer = work();
  if (Math.random() < 0.2) state.transaction.commit.run();
  return answer;
`,
  },
  /** Each row is written for itself. */
  noTransaction: {
    of: "child",
    file: "/src/store/durable.ts",
    find: transaction,
    replace: "  return work();\n",
  },
  /** Asked again, a settlement comes without its steps. */
  otherAnswer: {
    of: "restart",
    file: "/src/app/read-settlement.ts",
    find: "settlementText(again) === settlementText(stored.settlement)) return again;",
    replace: "settlementText(again) === settlementText(stored.settlement)) return stored.settlement;",
  },
  /** A new version row by row. */
  noTransactionInMigration: {
    of: "child",
    file: "/src/store/open-store.ts",
    find: "for (const step of missing) db.exec(step.sql);",
    replace: `db.exec("COMMIT");
    for (const step of missing) db.exec(step.sql);
    ${linger}
    db.exec("BEGIN");`,
  },
  /** A copy stands under its name before it is whole. */
  copyInSight: {
    of: "child",
    file: "/src/store/put-in-place.ts",
    find: "make(part);",
    replace: `renameSync(part, file);
  ${linger}
  renameSync(file, part);
  make(part);`,
  },
  /** The log reaches the disk when the system likes. */
  synchronousNormal: {
    of: "child",
    file: "/src/store/open-store.ts",
    find: '"synchronous = FULL",',
    replace: '"synchronous = NORMAL",',
  },
} as const satisfies Readonly<Record<string, Plant>>;
export type PlantName = keyof typeof plants;

/** The environment that tells `plant-hook.ts` what to plant. */
export const plantVariable = "ONESTOP_TORTURE_PLANT";
