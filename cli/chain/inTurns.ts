/** So many are asked at once, because nodes and servers limit requests. */
const AT_ONCE = 4

/** The results of some work on each item, in their order. */
export async function inTurns<item, result>(
  items: readonly item[],
  work: (item: item) => Promise<result>,
): Promise<result[]> {
  const results: result[] = []
  for (let first = 0; first < items.length; first += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(first, first + AT_ONCE).map(work))))
  }
  return results
}
