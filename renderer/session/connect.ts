/** Kept by the tab alone, for its own origin: a reload stays connected, another program's page does not see it. */
const place = "onestop.session";

/** The session of this tab; null when it has none. */
export function keptSession(): string | null {
  return sessionStorage.getItem(place);
}

export function forgetSession(): void {
  sessionStorage.removeItem(place);
}

/** The code that the address brings, taken out of it so that neither history nor a screenshot keeps it. */
export function takeCode(): string | null {
  const code = /^#code=([\w-]+)$/.exec(location.hash)?.[1] ?? null;
  if (code !== null) history.replaceState(null, "", `${location.pathname}#/`);
  return code;
}

/** Exchanges a code for a session of this tab. @returns null when the code is not taken */
export async function openSession(code: string): Promise<string | null> {
  const response = await fetch("/session", { method: "POST", body: JSON.stringify({ code }) });
  if (!response.ok) return null;
  const answer: unknown = await response.json();
  if (typeof answer !== "object" || answer === null || !("session" in answer)) return null;
  const { session } = answer;
  if (typeof session !== "string") return null;
  sessionStorage.setItem(place, session);
  return session;
}
