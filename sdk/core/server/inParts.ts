// Work on many items, in parts between which a browser answers its reader.

/** Items that are worked on without a pause: on a phone, most of the work here takes 20 milliseconds for so many. */
const AT_ONCE = 8

/** Calls for each item, in their order. */
export async function mapInParts<item, result>(
  items: readonly item[],
  change: (item: item) => result | Promise<result>,
): Promise<result[]> {
  const results: result[] = []
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % AT_ONCE === 0) await pause()
    results.push(await change(item))
  }
  return results
}

/** Lets a browser answer its reader before the work goes on. A timer would take a second in a page that is not in front. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const go = () => {
      port1.close()
      resolve()
    }
    port1.addEventListener("message", go, { once: true })
    port1.start()
    port2.postMessage(undefined)
  })
}
