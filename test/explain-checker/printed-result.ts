/** A settled bill as it is printed: what this second program reads, and nothing else. */
export interface PrintedResult {
  readonly split: Readonly<Record<string, string>>;
  readonly lines: readonly Readonly<Record<string, string>>[];
  readonly benefits: readonly Readonly<Record<string, string>>[];
  readonly accumulators: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
  readonly accounts: readonly {
    readonly member: number | null;
    readonly relation: string | null;
    readonly amount: string;
  }[];
  readonly steps: readonly PrintedStep[];
}

export interface PrintedStep {
  readonly stage: string;
  readonly label: string;
  readonly benefit: string | null;
  readonly line: string | null;
  readonly clause: string;
  readonly status: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly formula: string;
  readonly amount: string;
  readonly accumulators: readonly { readonly id: string; readonly before: string; readonly after: string }[];
}

/** What does not hold of a printed bill. */
export class DisagreementError extends Error {}

export function demand(holds: boolean, text: string): asserts holds {
  if (!holds) throw new DisagreementError(text);
}

/** Whole fen of "12.50". */
export function fenOf(text: string | undefined, where: string): bigint {
  demand(text !== undefined && /^\d+\.\d\d$/.test(text), `${where}: "${text ?? ""}" is no amount`);
  return BigInt(text.replace(".", ""));
}

export function textOf(fen: bigint): string {
  const digits = fen.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
