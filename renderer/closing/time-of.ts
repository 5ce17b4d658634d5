/** "2026-05-10T08:00:00.000+08:00" as people read it. */
export function timeOf(instant: string | null): string {
  return instant === null ? "" : instant.slice(5, 16).replace("T", " ");
}
