import type { Words } from "../words.ts";

/** The frame around the screens, in English. */
export const shell: Words["shell"] = {
  skipToContent: "Skip to content",
  screens: "Screens",
  screenNames: {
    desk: "Desk",
    history: "History",
    closing: "Close",
    line: "Line",
    reports: "Reports",
    rules: "Rules",
    guide: "Guide",
    devices: "Devices",
    audit: "Audit",
    settings: "Settings",
  },
  connect: {
    title: "Open the desk",
    connecting: "Connecting to the engine on this machine…",
    explain:
      "This page needs an access code. Open it from OneStop again, or paste the code shown in the start window.",
    code: "Access code",
    submit: "Connect",
    wrong: "The code is wrong, used or too old. Open OneStop again for a new one.",
  },
  signIn: {
    title: "Sign in",
    lead: "Enter your number and PIN",
    operator: "Operator",
    pin: "PIN",
    desk: "Desk",
    submit: "Sign in",
    busy: "Checking…",
  },
  lock: {
    title: "Locked",
    lead: (name) => `The desk of ${name} is locked; every bill is kept. Enter the PIN to go on.`,
    submit: "Unlock",
    other: "Somebody else",
  },
  roles: {
    cashier: "Cashier",
    pharmacist: "Pharmacist",
    supervisor: "Supervisor",
    administrator: "Administrator",
    auditor: "Auditor",
  },
  status: {
    title: "State of this machine",
    engineLost: "Engine lost",
    engineLostHint: "Reconnecting; bills are kept",
    demo: "Demo data",
    demoHint: "Demo figures, no real insurance",
    unsent: (count) => `${count} unsent`,
    unsentHint: "Settled here, not yet reported to the centre",
    allSent: "Nothing unsent",
  },
  engine: {
    restarting: "Engine restarting",
    restartingHint:
      "What is settled stands, the open bill is kept. For a sale that was being submitted, look at the outcome first; do not take the money twice",
    failed: "The engine has not started",
    failedHint: (message) => `${message}. What is settled stands; trying again`,
  },
  menu: {
    title: "Menu",
    lock: "Lock the desk",
    signOut: "Sign out",
    language: "中文",
    largeType: "Large type",
    highContrast: "High contrast",
    operator: (name, role) => `${name} · ${role}`,
  },
  notFound: "No such page",
  toDesk: "To the desk",
  broken: {
    title: "The page has a fault",
    lead: "Kept bills and finished settlements are not touched by it.",
    reload: "Reload",
  },
};
