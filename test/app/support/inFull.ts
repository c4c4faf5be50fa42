/**
 * Defines a journey that a run of all tests leaves out, because the page's journeys take minutes. `npm run app:check` and a
 * run of the file play it.
 */
export function inFull(title: string, journey: () => Promise<void>): void {
  // `npm test` sets the seed when it runs all files.
  if (!process.env["TEST_SAMPLE"]) it(title, journey)
}
