const shanghaiOffsetMs = 8 * 3_600_000;

/** Shanghai time of an instant, "2023-03-01 10:00:00". @param epochMs  milliseconds since 1970 */
export function timeText(epochMs: number): string {
  return iso(epochMs).slice(0, 19).replace("T", " ");
}

/** Shanghai time of an instant as yyyyMMddHHmmssSSS. @param epochMs  milliseconds since 1970 */
export function compactTime(epochMs: number): string {
  return iso(epochMs).slice(0, 23).replaceAll(/\D/g, "");
}

/** An ISO instant in Shanghai as the national text "2023-03-01 10:00:00"; other offsets are brought there first. */
export function nationalTime(instant: string): string {
  return instant.endsWith("+08:00") ? instant.slice(0, 19).replace("T", " ") : timeText(Date.parse(instant));
}

function iso(epochMs: number): string {
  return new Date(epochMs + shanghaiOffsetMs).toISOString();
}
