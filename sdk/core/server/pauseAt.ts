/** Items that are worked on without a pause: on a phone, reading as many offers takes 20 milliseconds. */
const AT_ONCE = 8

/** A page, where there is one. */
type Place = { readonly document?: { readonly hidden: boolean } }

/** Before each part of many items, lets a browser answer its reader. */
export function pauseAt(index: number): Promise<void> | undefined {
  // In a page that is not in front, nobody waits, and a timer would take a second.
  if (index % AT_ONCE || (globalThis as Place).document?.hidden) return undefined
  return new Promise((resolve) => {
    setTimeout(resolve)
  })
}
