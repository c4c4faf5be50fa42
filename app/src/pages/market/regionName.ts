/** The name of a country in a language. A place that is not a country's code stays as its host wrote it. */
export function regionNames(language: string): (region: string) => string {
  const names = new Intl.DisplayNames(language, { type: "region", fallback: "code" })
  return (region) => (/^[A-Z]{2}$/.test(region) ? (names.of(region) ?? region) : region)
}
