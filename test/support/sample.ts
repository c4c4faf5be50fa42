/** One in so many. Prime to the sizes of the matrices, so that a sample has something of every row and column. */
const EVERY = 3

/**
 * What of a large matrix a run looks at: all of it, or the third that the seed in TEST_SAMPLE chooses. Three seeds in a
 * row cover everything. `npm test` sets the seed when it runs all files.
 */
export function sampleOf<item>(items: readonly item[]): readonly item[] {
  const seed = Number(process.env["TEST_SAMPLE"] || Number.NaN)
  return Number.isNaN(seed) ? items : items.filter((_, index) => (index + seed) % EVERY === 0)
}

/** `43 of 128`, or `128`. */
export function shareOf(sample: readonly unknown[], all: readonly unknown[]): string {
  return sample.length === all.length ? `${all.length}` : `${sample.length} of ${all.length}`
}
