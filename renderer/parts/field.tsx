import type { ReactNode, Ref } from "react";
import { FieldError, Input, Label, TextField } from "react-aria-components";

import "./field.css";

/** One line of text with its label. */
export function Field({
  label,
  value,
  onChange,
  type = "text",
  inputMode,
  autoFocus = false,
  error,
  inputRef,
  suffix,
  name,
  onEnter,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "password" | "date" | "search";
  readonly inputMode?: "numeric" | "decimal";
  readonly autoFocus?: boolean;
  /** What is wrong with it, in words. */
  readonly error?: string | null;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly suffix?: ReactNode;
  readonly name?: string;
  /** Outside of a form: what Enter does. A key held down does it once. */
  readonly onEnter?: () => void;
}) {
  const message = error ?? null;
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      type={type}
      isInvalid={message !== null}
      autoFocus={autoFocus}
      autoComplete="off"
      onKeyDown={(event) => {
        if (event.key === "Enter" && onEnter !== undefined && !event.repeat) onEnter();
        else event.continuePropagation();
      }}
      {...(inputMode === undefined ? {} : { inputMode })}
      {...(name === undefined ? {} : { name })}
    >
      <Label className="field-label">{label}</Label>
      <div className="field-box">
        <Input
          className="field-input"
          spellCheck={false}
          {...(inputRef === undefined ? {} : { ref: inputRef })}
        />
        {suffix}
      </div>
      <FieldError className="field-error">{message}</FieldError>
    </TextField>
  );
}
