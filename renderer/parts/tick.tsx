import { Checkbox } from "react-aria-components";

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
    <Checkbox className="tick" isSelected={isOn} onChange={onChange}>
      <span className="tick-box">{isOn ? <Icon name="check" /> : null}</span>
      {label}
    </Checkbox>
  );
}
