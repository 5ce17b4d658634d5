/** Below this, for one file and one download; the last part is a secret. */
const place = "/exports/";
export const exportRoute = `${place}:ticket`;

export function exportAddress(ticket: string): string {
  return `${place}${ticket}`;
}

/** The ticket in a path; null: it is no address of an export. */
export function exportTicketIn(path: string): string | null {
  return /^\/exports\/([\w-]{1,100})$/.exec(path)?.[1] ?? null;
}

/** What goes before the file, in whichever host: it is saved, never shown, and kept nowhere else. */
export function exportHeaders(filename: string, bytes: number): Readonly<Record<string, string>> {
  return {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="${filename}"`,
    "content-length": String(bytes),
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
}
