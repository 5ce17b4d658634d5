/** Fields of what was kept, whatever it is; nothing of it is believed unseen. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** "" where there is no text. */
export function textOf(fields: ReadonlyMap<string, unknown>): (name: string) => string {
  return (name) => {
    const value = fields.get(name);
    return typeof value === "string" ? value : "";
  };
}
