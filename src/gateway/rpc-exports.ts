import { exportsContract } from "./contract-exports.ts";
import { exportAddress } from "./export-address.ts";
import type { Call } from "./rpc-verb.ts";
import { map, verb } from "./rpc-verb.ts";

/** Exports for the screens. */
export const exportsVerbs: Readonly<Record<keyof typeof exportsContract, Call>> = {
  startExport: verb(exportsContract.startExport, (terminal, { approval, ...request }) =>
    terminal.startExport(request, approval),
  ),
  exportState: verb(exportsContract.exportState, (terminal, { id }) => terminal.exportState(id)),
  stopExport: verb(exportsContract.stopExport, (terminal, { id }) => terminal.stopExport(id)),
  exportAddress: verb(exportsContract.exportAddress, (terminal, { id }) =>
    map(terminal.exportTicket(id), (ticket) => ({ address: exportAddress(ticket) })),
  ),
};
