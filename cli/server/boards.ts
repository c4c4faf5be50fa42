// Offers on boards: found by the options that `offers` and `rent` share, and checked against the chain.
import type { AnyEscrowError } from "@gpuflow/escrow"
import { type BoardReport, type FoundOffer, type FoundOffers, findOffers, type OfferSort } from "@gpuflow/escrow/server"
import type { Address, Hash } from "viem"
import type { Context } from "../chain/context.ts"
import { resolveUnit } from "../chain/tokens.ts"
import { UsageError } from "../errors.ts"
import { readDocument } from "../machine/document.ts"
import type { SignedOffer } from "../offer/offerSource.ts"
import { note } from "../terminal/output.ts"
import { symbolIn, toAmount } from "../text/amounts.ts"
import { describeError } from "../text/errorText.ts"
import { readServers, type ServerOption } from "./servers.ts"

/** The options of `boardFilters`. */
export type FilterOptions = ServerOption & {
  readonly gpu?: string | undefined
  readonly region?: string | undefined
  readonly minGpus?: number | undefined
  readonly minMemory?: number | undefined
  readonly minDown?: number | undefined
  readonly host?: Address | undefined
  readonly token?: string | undefined
  readonly maxPrice?: string | undefined
  readonly maxDollars?: string | undefined
  readonly maxCommitment?: bigint | undefined
  readonly maxStart?: bigint | undefined
}

/** What a command looks for beside these options. */
type Wanted = {
  readonly duration?: bigint | undefined
  readonly renter?: Address | undefined
  readonly machine?: Hash | undefined
  readonly freeBy?: bigint | undefined
}

/** The offers that fit, in an order. Says what each board had. */
export async function searchBoards(
  context: Context,
  options: FilterOptions,
  wanted: Wanted,
  sort: OfferSort = "price",
): Promise<FoundOffers> {
  const { session, client, escrow } = context
  const { signal } = session
  const boards = readServers(session, options)
  if (boards.length === 0) {
    throw new UsageError("No board is configured. Pass the URL of one with --server, or set GPUFLOW_SERVER.")
  }
  const { host, minGpus, minMemory, minDown, maxDollars, maxCommitment, maxStart } = options
  const filters = {
    ...wanted,
    ...{ host, minGpus, minMemory, maxCommitment, ...(await readPrice(context, options)) },
    gpu: wordsOf(options.gpu),
    region: wordsOf(options.region),
    minDownload: minDown,
    maxDollarsPerHour: maxDollars,
    maxStartWindow: maxStart,
  }
  const found = await findOffers(client, { escrow, boards, filters, sort, signal })
  for (const source of found.sources) note(session, describeSource(source))
  return found
}

async function readPrice(context: Context, { token, maxPrice }: FilterOptions) {
  if (token === undefined && maxPrice === undefined) return {}
  if (token === undefined && symbolIn(maxPrice ?? "") === undefined) {
    throw new UsageError("The token of --max-price is missing. Name it, such as `1.60 USDC`, or pass --token.")
  }
  const unit = await resolveUnit(context, token, maxPrice)
  return { token: unit.address, maxPricePerHour: maxPrice === undefined ? undefined : toAmount(maxPrice, unit) }
}

const wordsOf = (text: string | undefined) => text?.split(",").map((word) => word.trim())

/** What became known of a board, in a line. */
function describeSource({ board, received, found, hidden, hasMore, error }: BoardReport): string {
  const reasons = hidden.map(({ reason, count }) => `${count} ${reason}`).join(", ")
  const parts = [
    `${board}: ${found} of ${received} offers`,
    ...(reasons ? [`left out ${reasons}`] : []),
    ...(hasMore ? ["more are there"] : []),
  ]
  // The reading of a board has only errors that the program knows.
  return `${parts.join("; ")}.${error ? ` ${describeError(error as AnyEscrowError)}` : ""}`
}

/** The cheapest offer that fits, or the one of a machine. */
export async function pickOffer(
  context: Context,
  options: FilterOptions,
  wanted: Omit<Wanted, "freeBy">,
): Promise<SignedOffer> {
  const { offers } = await searchBoards(context, options, wanted)
  const [first] = offers
  const { machine } = wanted
  if (!first) {
    const what = machine === undefined ? "No offer fits" : `No offer of machine ${machine} can be taken`
    throw new UsageError(`${what}. Run \`gpuflow-escrow offers\` to see what is on offer.`, { machine })
  }
  // A machine's id is its host's: another host can have the same.
  const hosts = [...new Set(offers.map(({ signed }) => signed.offer.host))]
  if (machine !== undefined && hosts.length > 1) {
    throw new UsageError(`Several hosts have a machine ${machine}: ${hosts.join(", ")}. Choose one with --host.`, {
      hosts,
    })
  }
  note(context.session, describeChoice(first, machine === undefined ? offers.length : 1))
  return toSigned(first)
}

function describeChoice({ signed, boards }: FoundOffer, count: number): string {
  const { host, machine } = signed.offer
  const which = count > 1 ? `, the cheapest of ${count} offers` : ""
  return `Took the offer of host ${host} for machine ${machine} from ${boards.join(" and ")}${which}.`
}

/** A description is signed for, but its form is the host's: one of another form is not shown. */
function toSigned({ signed: { document, ...signed } }: FoundOffer): SignedOffer {
  const found = document && readDocument(document).document
  return found ? { ...signed, document: found } : signed
}
