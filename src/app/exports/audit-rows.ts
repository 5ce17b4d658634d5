import type { AuditRow } from "../../store/audit.ts";
import type { Period } from "../../store/export-pages.ts";
import type { Ground } from "../ground.ts";
import type { ColumnOf, DataSet, Page } from "./data-set.ts";
import { cellsOf, plainColumns } from "./data-set.ts";

/** Entries that are looked at for one page, those of other days included. */
const stretch = 2000;

const columns: readonly ColumnOf<AuditRow>[] = [
  { key: "number", title: "序号", kind: "count", of: (row) => String(row.number) },
  { key: "at", title: "时间", kind: "text", of: (row) => row.at },
  { key: "action", title: "动作", kind: "text", of: (row) => row.action },
  { key: "subject", title: "对象", kind: "text", of: (row) => row.subject },
  { key: "operator", title: "操作员", kind: "text", of: (row) => row.operator },
  { key: "desk", title: "台号", kind: "text", of: (row) => row.desk },
  { key: "content", title: "内容摘要", kind: "text", of: (row) => row.content.toString("hex") },
  { key: "previous", title: "前一条", kind: "text", of: (row) => row.previous.toString("hex") },
  { key: "hash", title: "链值", kind: "text", of: (row) => row.hash.toString("hex") },
];

/** The audit chain of a period. Entries are in the order of the chain, whatever the clock said. */
export function auditRows({ store }: Ground, period: Period): DataSet {
  const last = store.audit.last()?.number ?? 0;
  const pages = function* (): Generator<Page, undefined> {
    for (let after = 0; after < last; after += stretch) {
      const upTo = Math.min(last, after + stretch);
      const rows = store.exportPages.audit({ ...period, after, upTo });
      yield { rows: rows.map((row) => cellsOf(columns, row)), done: upTo };
    }
    return undefined;
  };
  return { title: "审计", columns: plainColumns(columns), of: last, pages: pages() };
}
