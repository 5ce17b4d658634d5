import type { DeskDevicesVerbs } from "../../src/app/desk-devices.ts";
import type { AuditSearch } from "../../src/app/audit-search.ts";
import type { Reports } from "../../src/app/day-report.ts";
import type { History } from "../../src/app/history.ts";
import type { Papers } from "../../src/app/papers/papers.ts";
import type { SelfService } from "../../src/app/self-service.ts";
import type { Supervised } from "../../src/app/supervision.ts";
import type { Result, Terminal } from "../../src/app/terminal.ts";
import type { Upkeep } from "../../src/app/upkeep.ts";
import { usualDeviceSettings } from "../../src/scan/usual-devices.ts";

function notHere(): Result<never> {
  return { ok: false, refusal: { code: "NOT_SUPPORTED", message: "不支持", details: {} } };
}

const idle = {
  is: "none",
  startedAt: null,
  endedAt: null,
  done: 0,
  of: 0,
  reason: null,
  count: 0,
  findings: [],
} as const;

/** Verbs that a terminal without a disk leaves alone: the doors are knocked on without them. */
export const besideSelling: Supervised &
  Papers &
  History &
  DeskDevicesVerbs &
  AuditSearch &
  Upkeep &
  SelfService &
  Reports &
  Pick<Terminal, "commitCash" | "resettlePreview" | "resettle" | "keepBill" | "openBills" | "dropBill"> = {
  commitCash: notHere,
  resettlePreview: notHere,
  resettle: notHere,
  keepBill: () => undefined,
  openBills: () => [],
  dropBill: () => undefined,
  deskState: () => ({ now: "2023-03-01T10:00:00+08:00", demo: true, unsent: 0 }),
  signIn: notHere,
  operators: () => [],
  addOperator: notHere,
  changePin: notHere,
  setOperatorActive: notHere,
  unlockOperator: notHere,
  confirmClock: notHere,
  openShift: notHere,
  currentShift: () => null,
  closeShift: notHere,
  dayTotals: () => {
    throw new Error("no days here");
  },
  closeDay: notHere,
  rulesInUse: () => [],
  takeIntoUse: notHere,
  changeInstitution: notHere,
  auditLog: () => [],
  findAudit: () => ({ entries: [], next: null, last: 0 }),
  dayReport: () => [],
  ownRecords: notHere,
  changeRole: notHere,
  startVerify: notHere,
  verifyState: () => idle,
  stopVerify: () => idle,
  startBackup: notHere,
  backupState: () => ({ ...idle, file: null }),
  auditEntry: notHere,
  checkChain: () => ({ checked: 0, last: 0, broken: [] }),
  tidyUp: () => undefined,
  readRules: () => undefined,
  slip: notHere,
  printSlip: notHere,
  slipOutcome: notHere,
  daySheet: notHere,
  shiftSheet: notHere,
  findSettlements: notHere,
  refundPreview: notHere,
  approvedReverse: notHere,
  approvedRefund: notHere,
  deskDevices: (desk) => ({ desk, settings: usualDeviceSettings, changedAt: null, changedBy: null }),
  changeDeskDevices: notHere,
};
