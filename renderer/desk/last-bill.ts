/** Which bill this tab was about to settle: its number alone, so that after a reload the engine can be asked what became of it. */
const place = "onestop.settling";

export function noteSettling(id: string): void {
  sessionStorage.setItem(place, id);
}

/** @returns the number, once: it is forgotten as it is taken */
export function takeSettling(): string | null {
  const id = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  return id;
}

export function forgetSettling(): void {
  sessionStorage.removeItem(place);
}
