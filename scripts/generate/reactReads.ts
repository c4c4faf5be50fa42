// The reads that become queries, and what the code of a read does not say about them.
import type { Freshness } from "../../sdk/react/freshness.ts"

export type ReactRead = {
  readonly freshness: Freshness
  /** The parameters without which nothing is read. Of `id|rental`, one is enough. */
  readonly needs: readonly string[]
  /** The parameters of the examples. */
  readonly example: string
  /** A value that the examples declare. */
  readonly given?: { readonly name: string; readonly type: string; readonly from: string }
  /** A function of sdk/react/cachedReads.ts that uses the cache, with its own types where they differ. */
  readonly cached?: { readonly name: string; readonly parameters?: string; readonly data?: string }
  /** The read is of one rental by its terms. */
  readonly ofRental?: true
}

const rental = { name: "rental", type: "Rental", from: "@gpuflow/escrow" }
const offer = { name: "offer", type: "Offer", from: "@gpuflow/escrow" }
const ofRental: ReactRead = {
  freshness: "chain",
  needs: ["escrow", "rental"],
  example: '{ escrow: "0x…", rental }',
  given: rental,
  ofRental: true,
}
const usdc = 'token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"'

/** By the name of the read. */
export const reactReads: Readonly<Record<string, ReactRead>> = {
  checkOffer: {
    freshness: "price",
    needs: ["escrow", "offer"],
    example: '{ escrow: "0x…", offer, hostSignature: "0x…" }',
    given: offer,
  },
  verifyOffer: {
    freshness: "price",
    needs: ["escrow", "offer", "hostSignature"],
    example: '{ escrow: "0x…", offer, hostSignature: "0x…" }',
    given: offer,
  },
  explainTransaction: { freshness: "chain", needs: ["hash"], example: '{ hash: "0x…" }' },
  getAccrued: ofRental,
  getAdministration: { freshness: "chain", needs: ["escrow"], example: '{ escrow: "0x…" }' },
  getBond: {
    freshness: "chain",
    needs: ["escrow", "host", "token"],
    example: '{ escrow: "0x…", host: "0x…", token: "0x…" }',
  },
  getClaims: {
    freshness: "chain",
    needs: ["escrow", "rentals"],
    example: '{ escrow: "0x…", rentals }',
    cached: { name: "readClaims" },
    given: { name: "rentals", type: "Rental[]", from: "@gpuflow/escrow" },
  },
  getCredit: {
    freshness: "chain",
    needs: ["escrow", "token", "account"],
    example: '{ escrow: "0x…", token: "0x…", account: "0x…" }',
  },
  getDollarValue: { freshness: "price", needs: ["token", "amount"], example: `{ ${usdc}, amount: 1_500_000n }` },
  getDue: ofRental,
  getExitAt: ofRental,
  getFees: { freshness: "chain", needs: ["escrow", "token"], example: '{ escrow: "0x…", token: "0x…" }' },
  getHost: { freshness: "chain", needs: ["escrow", "host"], example: '{ escrow: "0x…", host: "0x…" }' },
  getHostRecord: {
    freshness: "history",
    needs: ["escrow", "host"],
    example: '{ escrow: "0x…", host: "0x…", fromBlock: 70_000_000n }',
    cached: { name: "readHostRecord" },
  },
  getMachine: {
    freshness: "chain",
    needs: ["escrow", "host", "machine"],
    example: '{ escrow: "0x…", host: "0x…", machine: "0x…" }',
  },
  getMachineHistory: {
    freshness: "history",
    needs: ["escrow", "host", "machine"],
    example: '{ escrow: "0x…", host: "0x…", machine: "0x…", limit: 10 }',
    cached: { name: "readMachineHistory" },
  },
  getMarket: { freshness: "chain", needs: ["escrow", "token"], example: '{ escrow: "0x…", token: "0x…" }' },
  getPermitDomain: {
    freshness: "history",
    needs: ["token"],
    example: '{ token: "0x…" }',
    cached: { name: "readPermitDomain", data: "TypedDataDomain | null" },
  },
  getQuote: {
    freshness: "price",
    needs: ["token", "dollarsPerHour", "hours|seconds", "slippageBps", "validFor"],
    example: `{ ${usdc}, dollarsPerHour: "1.50", hours: 8n, slippageBps: 50n, validFor: 600n }`,
  },
  getRental: {
    freshness: "chain",
    needs: ["escrow", "id|rental"],
    example: '{ escrow: "0x…", id: "0x…" }',
    cached: { name: "readRental", parameters: "RentalQueryParameters" },
  },
  getRentals: {
    freshness: "chain",
    needs: ["escrow", "ids"],
    example: '{ escrow: "0x…", ids: ["0x…", "0x…"] }',
    cached: { name: "readRentals" },
  },
  getRentalsOf: {
    freshness: "history",
    needs: ["escrow", "host|renter"],
    example: '{ escrow: "0x…", renter: "0x…", fromBlock: 70_000_000n }',
    cached: { name: "readRentalsOf" },
  },
  getStake: ofRental,
  getState: {
    freshness: "chain",
    needs: ["escrow", "id|rental"],
    example: '{ escrow: "0x…", id: "0x…" }',
    cached: { name: "readState", parameters: "RentalQueryParameters" },
  },
  getMandateSpent: {
    freshness: "chain",
    needs: ["mandateContract", "renter", "salt"],
    example: '{ mandateContract: "0x…", renter: "0x…", salt: "0x…" }',
  },
  getMandateStatus: {
    freshness: "chain",
    needs: ["mandateContract", "renter", "salt"],
    example: '{ mandateContract: "0x…", renter: "0x…", salt: "0x…" }',
  },
  getNextExtension: {
    freshness: "chain",
    needs: ["mandateContract", "mandate", "rental"],
    example: "signed",
    given: { name: "signed", type: "SignedMandate", from: "@gpuflow/escrow/mandate" },
  },
  checkMandate: {
    freshness: "chain",
    needs: ["signed"],
    example: "{ signed }",
    given: { name: "signed", type: "SignedMandate", from: "@gpuflow/escrow/mandate" },
  },
  summarizeMandate: {
    freshness: "chain",
    needs: ["escrow", "mandateContract", "mandate", "rental"],
    example: '{ escrow: "0x…", mandateContract: "0x…", mandate, rental }',
    given: { name: "{ mandate, rental }", type: "SignedMandate", from: "@gpuflow/escrow/mandate" },
  },
  getPurchaseWays: {
    freshness: "chain",
    needs: ["purchase"],
    example: "{ purchase }",
    given: { name: "purchase", type: "PreparedPurchase", from: "@gpuflow/escrow/router" },
  },
  getStates: { freshness: "chain", needs: ["escrow", "ids"], example: '{ escrow: "0x…", ids: ["0x…", "0x…"] }' },
  getTokenMetadata: { freshness: "history", needs: ["token"], example: '{ token: "0x…" }' },
  planDeposit: {
    freshness: "plan",
    needs: ["escrow", "rental", "duration", "hostSignature"],
    example: "wanted",
    given: { name: "wanted", type: "planDeposit.Parameters", from: "@gpuflow/escrow/plan" },
  },
  planPayment: {
    freshness: "plan",
    needs: ["verb", "parameters"],
    example: '{ verb: "extend", parameters: { escrow: "0x…", rental, duration: 7_200n } }',
    given: rental,
  },
  probeToken: { freshness: "price", needs: ["token"], example: `{ ${usdc} }` },
}
