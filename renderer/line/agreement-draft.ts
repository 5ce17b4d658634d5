import type { VerbInput } from "../../src/gateway/contract.ts";

type Agreement = NonNullable<VerbInput<"agreeProvisional">["agreement"]>;

export const limitNames = ["perSale", "perPersonDay", "perDesk", "count"] as const;

/** The limits for facts of an age as they are typed. */
export type LimitsDraft = Readonly<Record<(typeof limitNames)[number] | "days", string>>;

export interface AgreementDraft {
  readonly fresh: LimitsDraft;
  readonly old: LimitsDraft;
}

const nothing: LimitsDraft = { perSale: "", perPersonDay: "", perDesk: "", count: "", days: "" };

export function draftOf(agreement: Agreement | null): AgreementDraft {
  if (agreement === null) return { fresh: nothing, old: nothing };
  const { fresh, old, freshDays, oldDays } = agreement;
  return {
    fresh: { ...fresh, count: String(fresh.count), days: String(freshDays) },
    old: { ...old, count: String(old.count), days: String(oldDays) },
  };
}

/** What is typed, as the engine takes it; null while something is missing or wrong. */
export function agreementOf({ fresh, old }: AgreementDraft): Agreement | null {
  const isWrong = [fresh, old].some((limits) =>
    [...limitNames, "days" as const].some((name) => limits[name] === "" || faultOf(name, limits[name])),
  );
  if (isWrong || Number(old.days) < Number(fresh.days)) return null;
  return {
    fresh: limitsOf(fresh),
    old: limitsOf(old),
    freshDays: Number(fresh.days),
    oldDays: Number(old.days),
  };
}

/** Whether what is typed is wrong; nothing typed yet is only missing. */
export function faultOf(name: keyof LimitsDraft, text: string): boolean {
  if (text === "") return false;
  if (name === "days") return !/^\d{1,3}$/.test(text) || Number(text) > 400;
  if (name === "count") return !/^\d{1,5}$/.test(text) || Number(text) > 10_000;
  return !/^\d{1,9}(?:\.\d{1,2})?$/.test(text);
}

function limitsOf({ perSale, perPersonDay, perDesk, count }: LimitsDraft): Agreement["fresh"] {
  const [sale, person, desk] = [perSale, perPersonDay, perDesk].map(fenWritten);
  return { perSale: sale ?? "", perPersonDay: person ?? "", perDesk: desk ?? "", count: Number(count) };
}

/** "12.5" as the engine wants it: "12.50". */
function fenWritten(text: string): string {
  const [yuan = "0", fen = ""] = text.split(".");
  return `${String(Number(yuan))}.${fen.padEnd(2, "0")}`;
}
