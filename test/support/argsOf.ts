/** The arguments of an error, with addresses as any library writes them. */
export function argsOf(error: unknown): Readonly<Record<string, unknown>> {
  if (typeof error !== "object" || error === null) return {}
  const args: object = Reflect.get(error, "args")
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === "string" ? value.toLowerCase() : value]),
  )
}
