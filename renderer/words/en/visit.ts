import type { Words } from "../words.ts";

/** What a visit is asked beside its type, in English. */
export const visit: Words["visit"] = {
  choose: "Choose",
  admitted: "Admitted on",
  discharged: "Discharged on (empty: today)",
  stayNo: "Stay number (optional)",
  visitId: "Visit number (optional, the same for one visit)",
  pregnancyId: "Pregnancy number",
  husband: "Husband's credential (for his insurance; Enter)",
  husbandIs: (name) => `On the insurance of ${name}`,
  filedOn: "Filed on",
  operation: "Birth control operation",
  operations: { abortion: "Abortion", iud: "IUD placed or removed", vasectomy: "Vasectomy" },
  emergency: "Emergency (counts as recorded)",
  family: (relation, balance) => `Family account: ${relation}, ¥${balance}`,
  accounts: "Personal and family accounts",
  accountMost: "From accounts at the most (optional)",
  amountWrong: "An amount with at most two decimals",
  proxy: "Proxy",
  hasProxy: "Somebody else collects",
  proxyHint: "Look at both people's papers. Scan the proxy's here: the insured person stays.",
  proxyName: "Name of the proxy",
  proxyCertNo: "Document of the proxy",
  proxyShort: "Name and document of the proxy are needed (F3)",
  notFound: "Nobody found",
  lacks: {
    stay: "The day of admission is needed (F3)",
    stayDays: "Admission comes before discharge, and discharge not after today (F3)",
    pregnancy: "The pregnancy number is needed (F3)",
    operation: "Choose the operation (F3)",
    disease: "Several diseases are recognised: choose one (F3)",
  },
  recordHint:
    "Insured elsewhere: enter the record with F3, or an emergency, or take it all in cash with ⇧F9.",
  stayChip: (from) => `admitted ${from}`,
  proxyChip: (name) => `Proxy: ${name}`,
};
