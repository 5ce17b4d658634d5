import type { AuditSearch } from "./audit-search.ts";
import type { CatalogueBooks } from "./catalogue-downloads.ts";
import type { ClosingDays } from "./closing-days.ts";
import type { Reports } from "./day-report.ts";
import type { DeskDevicesVerbs } from "./desk-devices.ts";
import type { DeskUse } from "./desk-use.ts";
import type { Exports } from "./exports/exports.ts";
import type { FilingBooks } from "./filings.ts";
import type { History } from "./history.ts";
import type { LineBooks } from "./line-books.ts";
import type { LineVerbs } from "./line-state.ts";
import type { Papers } from "./papers/papers.ts";
import type { ReconBooks } from "./recon-books.ts";
import type { RefreshBooks } from "./refresh-people.ts";
import type { RulesBooks } from "./rules-books.ts";
import type { SelfService } from "./self-service.ts";
import type { Supervised } from "./supervision.ts";
import type { Terminal } from "./terminal.ts";
import type { Upkeep } from "./upkeep.ts";

/** Every verb of one engine. */
export type FullTerminal = Terminal &
  Supervised &
  Papers &
  History &
  LineBooks &
  LineVerbs &
  ReconBooks &
  ClosingDays &
  DeskDevicesVerbs &
  RulesBooks &
  CatalogueBooks &
  RefreshBooks &
  FilingBooks &
  AuditSearch &
  DeskUse &
  Upkeep &
  SelfService &
  Exports &
  Reports;
