import { approval } from "./zh/approval.ts";
import { audit } from "./zh/audit.ts";
import { closing } from "./zh/closing.ts";
import { common } from "./zh/common.ts";
import { counter } from "./zh/counter.ts";
import { desk } from "./zh/desk.ts";
import { devices } from "./zh/devices.ts";
import { domain } from "./zh/domain.ts";
import { exports } from "./zh/exports.ts";
import { fields } from "./zh/fields.ts";
import { guide } from "./zh/guide.ts";
import { history } from "./zh/history.ts";
import { line } from "./zh/line.ts";
import { refusals } from "./zh/refusals.ts";
import { reports } from "./zh/reports.ts";
import { rules } from "./zh/rules.ts";
import { self } from "./zh/self.ts";
import { setup } from "./zh/setup.ts";
import { settings } from "./zh/settings.ts";
import { shell } from "./zh/shell.ts";
import { visit } from "./zh/visit.ts";

/** Every visible string, in Chinese. A screen adds its own part here and in `en.ts`; one without the other does not compile. */
export const zh = {
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
