import { lazy } from "react";
import type { ComponentType, LazyExoticComponent } from "react";

import type { OperatorRole } from "../../src/base/operator-role.ts";
import { DeskScreen } from "../desk/desk-screen.tsx";
import type { IconName } from "../parts/icon.tsx";
import type { Words } from "../words/words.ts";

export interface Screen {
  /** Its part of the address, and its name in `words.shell.screenNames`. */
  readonly id: keyof Words["shell"]["screenNames"];
  readonly icon: IconName;
  /** Who finds it in the rail. */
  readonly roles: readonly OperatorRole[];
  readonly Component: ComponentType | LazyExoticComponent<ComponentType>;
}

/**
 * The screens, in the order of the rail. The desk comes with the frame around it; every other one is loaded when it is opened:
 * `Component: lazy(async () => ({ default: (await import("../history/history-screen.tsx")).HistoryScreen }))`.
 */
export const screens: readonly Screen[] = [
  {
    id: "desk",
    icon: "desk",
    roles: ["cashier", "pharmacist", "supervisor", "administrator"],
    Component: DeskScreen,
  },
  {
    id: "history",
    icon: "history",
    roles: ["cashier", "pharmacist", "supervisor", "administrator", "auditor"],
    Component: lazy(async () => ({
      default: (await import("../history/history-screen.tsx")).HistoryScreen,
    })),
  },
  {
    id: "line",
    icon: "link",
    roles: ["cashier", "pharmacist", "supervisor", "administrator", "auditor"],
    Component: lazy(async () => ({ default: (await import("../line/line-screen.tsx")).LineScreen })),
  },
  {
    id: "closing",
    icon: "closing",
    roles: ["supervisor", "administrator", "auditor"],
    Component: lazy(async () => ({ default: (await import("../closing/closing-screen.tsx")).ClosingScreen })),
  },
  {
    id: "reports",
    icon: "chart",
    roles: ["supervisor", "administrator", "auditor"],
    Component: lazy(async () => ({ default: (await import("../reports/reports-screen.tsx")).ReportsScreen })),
  },
  {
    id: "rules",
    icon: "rules",
    roles: ["supervisor", "administrator", "auditor"],
    Component: lazy(async () => ({ default: (await import("../rules/rules-screen.tsx")).RulesScreen })),
  },
  {
    id: "guide",
    icon: "guide",
    roles: ["cashier", "pharmacist", "supervisor", "administrator", "auditor"],
    Component: lazy(async () => ({ default: (await import("../guide/guide-screen.tsx")).GuideScreen })),
  },
  {
    id: "devices",
    icon: "scan",
    roles: ["cashier", "pharmacist", "supervisor", "administrator"],
    Component: lazy(async () => ({ default: (await import("../devices/devices-screen.tsx")).DevicesScreen })),
  },
  {
    id: "audit",
    icon: "audit",
    roles: ["supervisor", "administrator", "auditor"],
    Component: lazy(async () => ({ default: (await import("../audit/audit-screen.tsx")).AuditScreen })),
  },
  {
    id: "settings",
    icon: "settings",
    roles: ["cashier", "pharmacist", "supervisor", "administrator", "auditor"],
    Component: lazy(async () => ({
      default: (await import("../settings/settings-screen.tsx")).SettingsScreen,
    })),
  },
];
