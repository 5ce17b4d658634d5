import type { z } from "zod";

import type { AuditSearch } from "../app/audit-search.ts";
import type { Reports } from "../app/day-report.ts";
import type { History } from "../app/history.ts";
import type { Papers } from "../app/papers/papers.ts";
import type { LineBooks } from "../app/line-books.ts";
import type { LineVerbs } from "../app/line-state.ts";
import type { SelfService } from "../app/self-service.ts";
import type { Supervised } from "../app/supervision.ts";
import type { Committed, Result, Terminal } from "../app/terminal.ts";
import type { Upkeep } from "../app/upkeep.ts";
import { faultsOf } from "../base/faults.ts";
import { resultJson } from "../settle/result.ts";
import type { committed } from "./contract-parts.ts";

/** What the screens' door opens on. */
export type FullTerminal = Terminal &
  Supervised &
  Papers &
  History &
  LineBooks &
  LineVerbs &
  AuditSearch &
  Upkeep &
  SelfService &
  Reports;
/** What takes long gives a promise; everything else is done when the call returns. */
type Answered<T> = Result<T> | Promise<Result<T>>;
export type Call = (terminal: FullTerminal, input: unknown) => Answered<unknown>;

/** One verb: what comes from outside is checked by its schema, what goes out has the shape of its schema. */
export function verb<I, O>(
  entry: { readonly input: z.ZodType<I>; readonly output: z.ZodType<O> },
  run: (terminal: FullTerminal, input: I) => Answered<O>,
): Call {
  return (terminal, json) => {
    const parsed = entry.input.safeParse(json);
    if (parsed.success) return run(terminal, parsed.data);
    const faults = faultsOf(parsed.error.issues, json).map(({ path, reason }) => ({ path, reason }));
    const message = faults.map(({ path, reason }) => (path === "" ? reason : `${path} ${reason}`)).join("；");
    return { ok: false, refusal: { code: "CLAIM_INVALID", message, details: { faults } } };
  };
}

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function map<A, B>(result: Result<A>, make: (value: A) => B): Result<B> {
  return result.ok ? { ok: true, value: make(result.value) } : result;
}

export function committedJson(one: Committed): z.output<typeof committed> {
  return { ...one, settlement: { ...resultJson(one.settlement) } };
}
