import { useShift } from "../session/operator.ts";

/** Whether whoever works here is shown a way to change the rules; each change asks for an approval besides. */
export function useMayChange(): boolean {
  const { role } = useShift().operator;
  return role === "administrator" || role === "supervisor";
}
