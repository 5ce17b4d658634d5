// The forms that the formula of each stage may take, with every number written n. A formula of another form would come
// to its amount by another rule than the law's.

const round = String.raw`(?:round|floor|ceil)`;
/** What is left of a limit. */
const left = String.raw`(?:n−n|max\(0,n−n\))`;
/** In scope less what others have paid. */
const rest = String.raw`(?:n|\(n(?:−n)+\)|max\(0,n(?:−n)+\))`;
/** How much of a sum lies above a line, at most the width of a band. */
const above = String.raw`(?:max\(0,n−n\)|min\(max\(0,n−n\),n\))`;
const band = String.raw`\(${above}−${above}\)×n`;
const ofRest = String.raw`min\(${round}\(${rest}×n\),${left}\)`;

const patterns: Readonly<Record<string, readonly string[]>> = {
  lineAmount: [String.raw`${round}\(n×n\)`],
  ownPay: ["n"],
  overLimit: [String.raw`${round}\(max\(0,n−n\)×n\)`],
  selfPayFirst: [String.raw`${round}\((?:n|\(n−n\))×n\)`],
  inScope: ["n(?:−n){0,2}"],
  benefitInScope: [String.raw`n(?:\+n)*`],
  capUsed: [String.raw`(?:n\+)?ceil\(n÷n\)`],
  withinCap: [String.raw`min\(n(?:−n)?(?:,${left})+\)`],
  stays: ["n", String.raw`${round}\(n×n\)`],
  deductible: [String.raw`min\((?:n,)?(?:${left},)*n\)`],
  basic: [
    String.raw`${round}\((?:n|\(n−n\))×n\)`,
    String.raw`min\(${round}\((?:n|\(n−n\))×n\)(?:,${left})+\)`,
    String.raw`min\(n,(?:n|${left})\)`,
    "n",
  ],
  majorMedical: [
    String.raw`${round}\(${band}(?:\+${band})*\)`,
    String.raw`min\(${round}\(${band}(?:\+${band})*\),${left}\)`,
  ],
  supplementary: [ofRest, String.raw`min\(${round}\(${band}\),${left}\)`],
  assistance: [ofRest],
  total: [String.raw`n(?:\+n)*`],
  fundTotal: [String.raw`n(?:\+n)*`],
  personal: ["n−n"],
  fundShare: ["n", String.raw`min\(round\(n×n÷n\),n,n\)`],
  owed: [String.raw`n\+n\+n\+${left}`],
  accountLimit: [String.raw`max\(0,n−n\)`, String.raw`min\(max\(0,n−n\),n\)`],
  account: [String.raw`min\(n,n\)`],
  family: [String.raw`min\(n,n\)`],
  cash: ["n", "n−n−n"],
};

const forms = new Map(
  Object.entries(patterns).map(([stage, texts]) => [stage, new RegExp(`^(?:${texts.join("|")})$`, "u")]),
);

/** Whether a formula of this form can stand in this stage. */
export function hasForm(stage: string, form: string): boolean {
  return forms.get(stage)?.test(form) ?? false;
}
