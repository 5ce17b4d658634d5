// npm run simulate:causes [times] [cause …]: each cause of a difference so many times on days of their own; a JSON line
// each, and an exit code of 1 where one is labelled right less often than in 99 of 100 or is not repaired.

import { causes } from "../../src/recon/causes.ts";
import { injectCause, openGround } from "./inject-causes.ts";

const times = Number(process.argv[2] ?? 100);
const meant = process.argv.slice(3);
let isRight = true;
for (const kind of ["pharmacy", "hospital"] as const) {
  const ground = await openGround(kind);
  for (const cause of causes.filter((one) => meant.length === 0 || meant.includes(one))) {
    const injected = await injectCause(ground, cause, { times: Math.ceil(times / 2), seed: 1 });
    const { labelled, repaired } = injected;
    isRight &&= labelled >= injected.times * 0.99 && repaired === injected.times;
    console.log(JSON.stringify({ kind, ...injected, failures: injected.failures.slice(0, 3) }));
  }
  await ground.close();
}
process.exitCode = isRight ? 0 : 1;
