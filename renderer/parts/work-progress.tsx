import { useId } from "react";

import "./work-progress.css";

/** How far long work has come. */
export function WorkProgress({
  label,
  done,
  of,
}: {
  readonly label: string;
  readonly done: number;
  readonly of: number;
}) {
  const id = useId();
  return (
    <div className="work-progress">
      <label htmlFor={id}>{label}</label>
      {of === 0 ? <progress id={id} /> : <progress id={id} value={done} max={of} />}
    </div>
  );
}
