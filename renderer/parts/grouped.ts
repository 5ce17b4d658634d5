/** "1234567.80" as people read it: "1,234,567.80". */
export function grouped(amount: string): string {
  return amount.replaceAll(/\B(?=(?:\d{3})+(?!\d)(?=\.|$))/g, ",");
}
