/** The day that this tab compares with the centre: after a reload it goes on with it. */
const place = "onestop.closing";

export function keptRun(): string | null {
  return sessionStorage.getItem(place);
}

/** @param day  null: nothing is under way any more */
export function keepRun(day: string | null): void {
  if (day === null) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, day);
}
