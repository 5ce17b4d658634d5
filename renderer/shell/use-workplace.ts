import type { ComponentType } from "react";
import { useEffect, useState } from "react";

import { inBackground } from "../parts/in-background.ts";
import type { WorkplaceProps } from "./workplace.tsx";

/** Where nobody is signed in: the page has been painted by then, and nobody has typed a name and a PIN. */
const restMs = 300;

/**
 * The larger half of the page, which is of no use before somebody is signed in: read once the first paint is over, or at
 * once for a shift that goes on.
 *
 * @returns null until it is there
 */
export function useWorkplace(isWanted: boolean): ComponentType<WorkplaceProps> | null {
  const [loaded, setLoaded] = useState<{ readonly Workplace: ComponentType<WorkplaceProps> } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const { Workplace } = await import("./workplace.tsx");
      if (isCurrent) setLoaded({ Workplace });
    };
    const timer = setTimeout(() => inBackground(load()), isWanted ? 0 : restMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [isWanted]);
  return loaded?.Workplace ?? null;
}
