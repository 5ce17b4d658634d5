import { createContext, useContext } from "react";

/** How far the engine's clock is ahead of this page's, in milliseconds. */
export const EngineClockContext = createContext(0);

export function useEngineClock(): number {
  return useContext(EngineClockContext);
}
