import { Bug } from "../base/assert.ts";

/** A fault in words, whatever a damaged row makes the reading of it throw. */
export function attempt(work: () => string | null): string | null {
  try {
    return work();
  } catch (error) {
    return reasonOf(error);
  }
}

/** Only our own words: what a library quotes of its input could be personal. */
export function reasonOf(error: unknown): string {
  if (error instanceof Bug) return error.message;
  if (error instanceof Error && error.name === "StoreError") return error.message;
  return error instanceof Error ? `读取失败（${error.name}）` : "读取失败";
}
