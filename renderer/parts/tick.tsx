import { CheckboxButton, CheckboxField } from "react-aria-components";

import { Icon } from "./icon.tsx";
import "./tick.css";

/** Yes or no. */
export function Tick({
  label,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <CheckboxField isSelected={isOn} onChange={onChange}>
      <CheckboxButton className="tick">
        <span className="tick-box">{isOn ? <Icon name="check" /> : null}</span>
        {label}
      </CheckboxButton>
    </CheckboxField>
  );
}
