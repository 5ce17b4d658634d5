import { useId } from "react";

import "./choice.css";

/** One of a short list. The machine's own control: known to every hand, and to every reader of screens. */
export function Choice({
  label,
  value,
  onChange,
  options,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly name: string }[];
}) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="choice" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(({ value: key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
