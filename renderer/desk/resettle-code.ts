/** Whether a text looks like the code on the slip of a cash sale; whether it is one the engine tells by its check sign. */
export function isResettleCode(text: string): boolean {
  return /^[0-9A-Z]{3,7}-[0-9A-Z]{4}$/i.test(text);
}
