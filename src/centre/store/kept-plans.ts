import { sql } from "kysely";
import type { PoolClient } from "pg";

const mark = "/* kept */";

/**
 * Begins a statement whose text is the same however much it is asked: a server plans it once a connection. Planning a
 * statement of several parts costs it more than carrying them out.
 */
export const kept = sql.raw(`${mark} `);

/** The same connection, with the plans of statements that begin so kept. */
export function keepingPlans(client: PoolClient): PoolClient {
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? `kept ${names.size}`;
    names.set(text, name);
    return name;
  };
  const query = async (text: string, values: unknown[]): Promise<unknown> =>
    text.startsWith(mark)
      ? await client.query({ name: nameOf(text), text, values })
      : await client.query(text, values);
  return new Proxy(client, {
    get: (target, name) => {
      if (name === "query") return query;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
