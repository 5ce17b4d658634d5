import type { Visit } from "./visit.ts";

/** Bills of one visit share this accumulator: person, institution, and the visit's number or else its day. */
export function visitId(visit: Visit): string {
  return `outpatient.visit.${visit.claim.institution.code}.${visit.claim.visitId ?? visit.day}`;
}
