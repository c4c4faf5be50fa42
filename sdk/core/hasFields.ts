/** Whether a value can have fields: an object or a list, and not null. */
export function hasFields(value: unknown): value is object {
  return typeof value === "object" && value !== null
}
