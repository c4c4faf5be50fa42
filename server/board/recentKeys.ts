/** Remembers the latest keys, up to a number. */
export function createRecentKeys(most: number) {
  const keys = new Set<string>()
  return {
    add(key: string): void {
      // The latest comes last, so that the first ones are the oldest.
      keys.delete(key)
      keys.add(key)
      for (const oldest of keys) {
        if (keys.size <= most) break
        keys.delete(oldest)
      }
    },
    has: (key: string) => keys.has(key),
  }
}
