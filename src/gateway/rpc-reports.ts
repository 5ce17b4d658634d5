import { formatFen } from "../base/money.ts";
import { reportsContract } from "./contract-reports.ts";
import type { Call } from "./rpc-verb.ts";
import { ok, verb } from "./rpc-verb.ts";

/** Reports for the screens. */
export const reportsVerbs: Readonly<Record<keyof typeof reportsContract, Call>> = {
  dayReport: verb(reportsContract.dayReport, (terminal, { day }) =>
    ok(
      terminal.dayReport(day).map((row) => ({
        operator: row.operator,
        plan: row.plan,
        medType: row.medical_type,
        mode: row.mode,
        sales: row.sales,
        reversals: row.reversals,
        total: formatFen(row.total_fen),
        basic: formatFen(row.basic_fen),
        majorMedical: formatFen(row.major_medical_fen),
        supplementary: formatFen(row.supplementary_fen),
        civilServant: formatFen(row.civil_servant_fen),
        assistance: formatFen(row.assistance_fen),
        other: formatFen(row.other_fen),
        fundTotal: formatFen(row.fund_total_fen),
        account: formatFen(row.account_fen),
        family: formatFen(row.family_fen),
        cash: formatFen(row.cash_fen),
      })),
    ),
  ),
};
