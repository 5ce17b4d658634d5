import type { VerifyWork } from "../app/upkeep.ts";
import { upkeepContract } from "./contract-upkeep.ts";
import type { Call } from "./rpc-verb.ts";
import { map, ok, verb } from "./rpc-verb.ts";

/** Long work on the books for the screens. */
export const upkeepVerbs: Readonly<Record<keyof typeof upkeepContract, Call>> = {
  startVerify: verb(upkeepContract.startVerify, (terminal) => map(terminal.startVerify(), verifyJson)),
  verifyState: verb(upkeepContract.verifyState, (terminal) => ok(verifyJson(terminal.verifyState()))),
  stopVerify: verb(upkeepContract.stopVerify, (terminal) => ok(verifyJson(terminal.stopVerify()))),
  startBackup: verb(upkeepContract.startBackup, (terminal, { folder, approval }) =>
    terminal.startBackup(folder, approval),
  ),
  backupState: verb(upkeepContract.backupState, (terminal) => ok(terminal.backupState())),
  changeRole: verb(upkeepContract.changeRole, (terminal, { id, role, approval }) =>
    terminal.changeRole(id, role, approval),
  ),
};

function verifyJson({ findings, ...work }: VerifyWork) {
  return { ...work, findings: findings.map(({ what, id, reason }) => ({ what, id, reason })) };
}
