/** Whether a text is an amount that the engine takes. */
export function isYuan(text: string): boolean {
  return /^\d{1,10}(\.\d{1,2})?$/.test(text);
}
