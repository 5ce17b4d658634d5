/** What the card of a person shows of the facts of a claim. */
export interface PersonFacts {
  readonly birthDate: string;
  readonly status: string;
  readonly population: string;
  readonly employer: string | null;
  readonly assistance: string | null;
  readonly diseases: readonly string[];
  readonly isInpatient: boolean;
}

/** Reads the facts as far as they are there: a region may tell less than another. */
export function personFacts(person: Readonly<Record<string, unknown>>): PersonFacts {
  const text = (name: string): string | null => {
    const value = person[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const listed: unknown = person["chronicDiseases"];
  return {
    birthDate: text("birthDate") ?? "",
    status: text("status") ?? "",
    population: text("population") ?? "",
    employer: text("employer"),
    assistance: text("assistance"),
    diseases: Array.isArray(listed) ? listed.flatMap(codeOf) : [],
    isInpatient: (person["inpatientStay"] ?? null) !== null,
  };
}

function codeOf(disease: unknown): readonly string[] {
  if (typeof disease !== "object" || disease === null || !("code" in disease)) return [];
  return typeof disease.code === "string" ? [disease.code] : [];
}

/** An identity number as a screen in a shop may show it. */
export function masked(certNo: string): string {
  if (certNo.length < 8) return certNo;
  return `${certNo.slice(0, 3)}${"*".repeat(certNo.length - 7)}${certNo.slice(-4)}`;
}

/** Full years from one day to another, both YYYY-MM-DD. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** Days from one day to another, both YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
