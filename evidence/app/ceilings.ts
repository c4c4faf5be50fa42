// The most that a cold visit of a page may cost: calls to the node, requests to the server, kilobytes of the page's files.
// docs/app.md has what was measured. Lower a figure where a page became cheaper.
export type Ceiling = { readonly calls: number; readonly serverRequests: number; readonly kilobytes: number }

/** By the name of the screen. Those of the chain alone have neither board nor index. */
export const ceilings: Readonly<Record<string, Ceiling>> = {
  market: { calls: 80, serverRequests: 6, kilobytes: 350 },
  "offer-ready": { calls: 45, serverRequests: 6, kilobytes: 350 },
  "paying-waiting": { calls: 25, serverRequests: 3, kilobytes: 350 },
  "rental-running": { calls: 30, serverRequests: 3, kilobytes: 350 },
  "rental-alone": { calls: 35, serverRequests: 0, kilobytes: 350 },
  rentals: { calls: 25, serverRequests: 20, kilobytes: 350 },
  "rentals-alone": { calls: 210, serverRequests: 0, kilobytes: 350 },
  host: { calls: 95, serverRequests: 45, kilobytes: 370 },
  arbiter: { calls: 50, serverRequests: 10, kilobytes: 370 },
  verify: { calls: 40, serverRequests: 0, kilobytes: 370 },
  find: { calls: 12, serverRequests: 3, kilobytes: 330 },
  settings: { calls: 12, serverRequests: 2, kilobytes: 330 },
}

/** The most that the content of a page may jump while it arrives (Cumulative Layout Shift). */
export const MOST_SHIFT = 0.1
