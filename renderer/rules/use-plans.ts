import { useVerb } from "../rpc/rpc-context.ts";
import { useEngineClock } from "../shell/engine-clock.ts";
import { shanghaiNow } from "../shell/engine-time.ts";
import { listOf, textsOf, partOf } from "./read-value.ts";

/** The plans that have packs, and the one at whose place this institution stands. */
export function usePlans(): { readonly plans: readonly string[]; readonly home: string | null } {
  const used = useVerb("rulesInUse", {});
  const institution = useVerb("institution", {});
  const today = useToday();
  const all = useVerb("rulesOn", { plan: null, day: today });
  const ids = (used.data ?? []).filter(({ kind }) => kind === "pack").map(({ id }) => id.replace(/@.*/, ""));
  const region = institution.data?.region ?? null;
  const home = all.data?.find(
    ({ path, value }) => path === "home" && region !== null && isWithin(region, value),
  );
  // None before it is known which is ours: another one's values must not stand there for a moment.
  const isDecided = !institution.isPending && !all.isPending;
  return { plans: isDecided ? [...new Set(ids)].toSorted() : [], home: home?.plan ?? null };
}

function isWithin(region: string, places: unknown): boolean {
  return listOf({ places }, "places").some((place) =>
    textsOf(partOf(place, "regions")).some((prefix) => region.startsWith(prefix)),
  );
}

/** The day by the engine's clock. */
export function useToday(): string {
  return shanghaiNow(useEngineClock()).slice(0, 10);
}
