/** The page that a search leads to. Undefined for what is neither an address nor an id. */
export function pathOfSearch(given: string): string | undefined {
  const text = given.trim().toLowerCase()
  if (/^0x[\da-f]{40}$/.test(text)) return `/account/${text}`
  return /^0x[\da-f]{64}$/.test(text) ? `/find/${text}` : undefined
}
