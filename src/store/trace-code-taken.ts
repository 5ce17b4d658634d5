/** A trace code was to be written that a sale holds already: the index of the books has refused it. */
export class TraceCodeTakenError extends Error {
  override readonly name = "TraceCodeTakenError";
}
