import { useEffect, useState } from "react";

/** A value once it has stood still for a moment: what is typed is not sent letter by letter. */
export function useLater<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
