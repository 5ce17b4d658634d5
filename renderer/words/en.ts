import { common } from "./en/common.ts";
import { counter } from "./en/counter.ts";
import { desk } from "./en/desk.ts";
import { domain } from "./en/domain.ts";
import { history } from "./en/history.ts";
import { refusals } from "./en/refusals.ts";
import { setup } from "./en/setup.ts";
import { shell } from "./en/shell.ts";
import { visit } from "./en/visit.ts";
import type { Words } from "./words.ts";

/** Every visible string, in English. */
export const en: Words = { common, counter, desk, domain, history, refusals, setup, shell, visit };
