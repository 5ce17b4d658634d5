/** Whether a text is the address of a centre: scheme, name and perhaps a port, without a path or anything secret in it. */
export function isCentreUrl(text: string): boolean {
  return /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i.test(text) && URL.canParse(text);
}
