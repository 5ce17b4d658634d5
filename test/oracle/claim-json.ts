/** The claim as it stands in the file: texts stay texts, so that no amount is a binary float. */
export type ClaimJson = {
  claimId: string;
  plan: string;
  serviceTime: string;
  medType: string;
  institution: { code: string; type: string; level: string; region: string; designations: string[] };
  person: PersonJson;
  prescription: null | { issuerLevel: string; issuedOn: string; validDays?: number };
  items: ItemJson[];
  account: {
    use: boolean;
    balance: string;
    family: { relation: string; balance: string }[];
    requested?: string;
  };
  visitId?: string;
  stay?: { admitted: string; discharged: string | null };
  chronicDisease?: string;
  maternity?: { kind: string; pregnancyId: string; payer?: null | PayerJson };
  birthControl?: string;
  emergency?: boolean;
  offSite?: { recordType: string | null; recordedOn: string; revokedOn: string | null };
  submittedOn?: string;
  accumulators?: Record<string, string>;
};

export type PersonJson = {
  psnNo: string;
  birthDate: string;
  status: string;
  population: string;
  employer: string | null;
  assistance: string | null;
  coverageFrom: string;
  chronicDiseases: { code: string; from: string; to: string | null }[];
  inpatientStay: null | { from: string; to: string | null };
};

export type PayerJson = { psnNo: string; status: string; coverageFrom: string; filedOn: string };

export type ItemJson = {
  id: string;
  code: string;
  name: string;
  kind: string;
  class: string;
  qty: string;
  price: string;
  priceLimit: string | null;
  selfPayRatio: string;
  chronicListed: boolean;
  dualChannel: boolean;
  traceCodes?: string[];
};
