/** A whole number with its thousands in groups, set apart by spaces. */
export function grouped(count: bigint | number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ")
}
