import { approval } from "./en/approval.ts";
import { audit } from "./en/audit.ts";
import { closing } from "./en/closing.ts";
import { common } from "./en/common.ts";
import { counter } from "./en/counter.ts";
import { desk } from "./en/desk.ts";
import { devices } from "./en/devices.ts";
import { domain } from "./en/domain.ts";
import { exports } from "./en/exports.ts";
import { fields } from "./en/fields.ts";
import { guide } from "./en/guide.ts";
import { history } from "./en/history.ts";
import { line } from "./en/line.ts";
import { refusals } from "./en/refusals.ts";
import { reports } from "./en/reports.ts";
import { rules } from "./en/rules.ts";
import { self } from "./en/self.ts";
import { setup } from "./en/setup.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";
import { visit } from "./en/visit.ts";
import type { Words } from "./words.ts";

/** Every visible string, in English. */
export const en: Words = {
  approval,
  audit,
  closing,
  common,
  counter,
  desk,
  devices,
  domain,
  exports,
  fields,
  guide,
  history,
  line,
  refusals,
  reports,
  rules,
  self,
  settings,
  setup,
  shell,
  visit,
};
