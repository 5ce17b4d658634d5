import type { WedgeKey } from "../../src/scan/wedge-key.ts";

/** A key as it came, with the place it was meant for. */
export interface TypedKey {
  readonly wedge: WedgeKey;
  readonly event: KeyboardEvent;
  readonly target: EventTarget | null;
}

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Whether a key that is held back can be put there later on: a field with a caret. */
export function isTextField(target: EventTarget | null): target is TextField {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.selectionStart !== null)
  );
}

/**
 * Puts back a key that was held and is typing after all: whoever listens for keys hears of it first, and may prevent it as
 * ever.
 *
 * @param mark  told of the event before it is sent, so that it is not held once more
 */
export function giveBack({ event, target }: TypedKey, mark: (again: KeyboardEvent) => void): void {
  if (!(target instanceof HTMLElement) || !target.isConnected) return;
  const { key, code, location, shiftKey } = event;
  const again = new KeyboardEvent("keydown", {
    key,
    code,
    location,
    shiftKey,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  mark(again);
  if (!target.dispatchEvent(again)) return;
  if (isTextField(target)) write(target, key);
  // A space that stood in the middle of quick keys was held: it presses what it was meant for.
  else if (key === " ") target.click();
}

/** As if it had been typed at the caret, so that whoever listens to the field hears of it. */
function write(field: TextField, text: string): void {
  if (field.readOnly || field.disabled) return;
  const [from, to] = [field.selectionStart ?? 0, field.selectionEnd ?? 0];
  const isFull = field.maxLength >= 0 && field.value.length - (to - from) + text.length > field.maxLength;
  if (isFull) return;
  field.setRangeText(text, from, to, "end");
  tellInput(field);
}

/** Takes the last characters before the caret out again. */
export function takeBack(field: EventTarget | null, count: number): void {
  if (!isTextField(field) || count === 0) return;
  const to = field.selectionStart ?? 0;
  field.setRangeText("", Math.max(0, to - count), to, "end");
  tellInput(field);
}

/** What a field held before a scan began to fall into it. */
export interface FieldBefore {
  readonly target: EventTarget | null;
  readonly value: string;
}

export function fieldBefore(target: EventTarget | null): FieldBefore {
  const hasValue =
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement;
  return { target, value: hasValue ? target.value : "" };
}

/** Sets a field back to what it held; letters that an input method still has are let go first. */
export function restore({ target, value }: FieldBefore, hasComposition: boolean): void {
  if (hasComposition && target instanceof HTMLElement) {
    // The only way to end a composition from a page: without the focus it has nowhere to write.
    target.blur();
    target.focus();
  }
  if (isTextField(target)) {
    if (target.value === value) return;
    target.setRangeText(value, 0, target.value.length, "end");
    tellInput(target);
  } else if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) {
    // Dates and choices know no letters, but keys change them.
    if (target.value === value) return;
    // Past the property that the page's own code may have put over it.
    Reflect.set(Reflect.getPrototypeOf(target) ?? target, "value", value, target);
    tellInput(target);
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function tellInput(field: HTMLElement): void {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
