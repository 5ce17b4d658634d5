const dayMs = 86_400_000;
const shanghaiMs = 8 * 3_600_000;

/** The civil day in Asia/Shanghai of an instant with any offset. */
export function civilDayOf(instant: string): string {
  return new Date(Date.parse(instant) + shanghaiMs).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

export function firstOfNextMonth(day: string): string {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** Full years: the birthday itself counts as reached. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

export function yearOf(day: string): string {
  return day.slice(0, 4);
}
