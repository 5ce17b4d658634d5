import type { Split } from "../settle/settlement.ts";

/** The column of each amount of a split. */
export const columnOf = {
  total: "total_fen",
  ownPay: "own_pay_fen",
  overLimit: "over_limit_fen",
  selfPayFirst: "self_pay_first_fen",
  inScope: "in_scope_fen",
  deductible: "deductible_fen",
  basic: "basic_fen",
  majorMedical: "major_medical_fen",
  supplementary: "supplementary_fen",
  civilServant: "civil_servant_fen",
  assistance: "assistance_fen",
  other: "other_fen",
  fundTotal: "fund_total_fen",
  personal: "personal_fen",
  account: "account_fen",
  family: "family_fen",
  cash: "cash_fen",
} as const;

/** The amounts of a split as a row has them. */
export function amountsOf(split: Split) {
  return {
    total_fen: split.total,
    own_pay_fen: split.ownPay,
    over_limit_fen: split.overLimit,
    self_pay_first_fen: split.selfPayFirst,
    in_scope_fen: split.inScope,
    deductible_fen: split.deductible,
    basic_fen: split.basic,
    major_medical_fen: split.majorMedical,
    supplementary_fen: split.supplementary,
    civil_servant_fen: split.civilServant,
    assistance_fen: split.assistance,
    other_fen: split.other,
    fund_total_fen: split.fundTotal,
    personal_fen: split.personal,
    account_fen: split.account,
    family_fen: split.family,
    cash_fen: split.cash,
  };
}
