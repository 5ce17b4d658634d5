import { common } from "./zh/common.ts";
import { counter } from "./zh/counter.ts";
import { desk } from "./zh/desk.ts";
import { domain } from "./zh/domain.ts";
import { history } from "./zh/history.ts";
import { refusals } from "./zh/refusals.ts";
import { setup } from "./zh/setup.ts";
import { shell } from "./zh/shell.ts";
import { visit } from "./zh/visit.ts";

/** Every visible string, in Chinese. A screen adds its own part here and in `en.ts`; one without the other does not compile. */
export const zh = { common, counter, desk, domain, history, refusals, setup, shell, visit };
