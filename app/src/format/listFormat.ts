/** Writes lists of amounts and names. The narrow style has no separator between units in most languages. */
export function listFormat(locale: string): Intl.ListFormat {
  return new Intl.ListFormat(locale, { style: "short", type: "unit" })
}
