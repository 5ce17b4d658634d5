/** What an operator may be; the screens know these words too. */
export const operatorRoles = ["cashier", "pharmacist", "supervisor", "administrator", "auditor"] as const;
export type OperatorRole = (typeof operatorRoles)[number];
