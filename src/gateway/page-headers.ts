/** Nothing but ourselves: no inline script, no frame around us, no form that posts, no foreign address. */
function policy(connect: "'self'" | "'none'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * What a page of ours may do, in whichever host. In the window it asks over its port alone and calls no address; no other
 * page is there that it would have to be kept apart from, and saying so makes Chromium start a second process for it.
 */
export function pageHeaders(host: "browser" | "window"): Readonly<Record<string, string>> {
  const isBrowser = host === "browser";
  return {
    "content-security-policy": policy(isBrowser ? "'self'" : "'none'"),
    "referrer-policy": "no-referrer",
    ...(isBrowser ? { "cross-origin-opener-policy": "same-origin" } : {}),
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
  };
}
