/** Lets something run that nobody waits for. It answers its own refusals: what it throws is a fault of ours and is shown as one. */
export function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => reportError(error));
}
