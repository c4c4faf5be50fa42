/** The page that a search leads to: with an index, six digits of an address or an id are enough. */
export function pathOfSearch(given: string): string | undefined {
  const text = given.trim().toLowerCase()
  return /^0x[\da-f]{6,64}$/.test(text) ? `/find/${text}` : undefined
}
