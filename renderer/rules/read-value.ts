/** A rule's value as it comes from the engine, read part by part: each kind of rule has a shape of its own. */
export type Parts = Readonly<Record<string, unknown>>;

export function isParts(value: unknown): value is Parts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function partOf(value: unknown, name: string): unknown {
  return isParts(value) ? value[name] : undefined;
}

/** What is written there; null where nothing is. */
export function textOf(value: unknown, name: string): string | null {
  const part = partOf(value, name);
  return typeof part === "string" || typeof part === "number" ? String(part) : null;
}

export function isSaid(value: unknown, name: string): boolean {
  return partOf(value, name) === true;
}

export function listOf(value: unknown, name: string): readonly unknown[] {
  const part = partOf(value, name);
  return Array.isArray(part) ? part : [];
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** "0.85" as people say it: 85. */
export function percentOf(ratio: string): string {
  const [, whole = "0", digits = ""] = /^(\d+)(?:\.(\d+))?$/.exec(ratio) ?? [];
  const shifted = `${whole}${digits.padEnd(2, "0").slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const rest = digits.slice(2).replace(/0+$/, "");
  return rest === "" ? shifted : `${shifted}.${rest}`;
}
