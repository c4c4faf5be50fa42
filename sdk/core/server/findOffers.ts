import type { Address } from "../../types.ts"
import { abortable } from "../abortable.ts"
import { assertAddress, InvalidInputError } from "../codec.ts"
import type { EscrowError } from "../escrowError.ts"
import { latestBlock } from "../latestBlock.ts"
import type { OfferCheck } from "../offer/checkOffer.ts"
import { hashOffer } from "../offer/hashOffer.ts"
import type { SignedOffer } from "../offer/signedOffer.ts"
import { readRate } from "../plan/exchangeRate.ts"
import { dollarValue } from "../plan/quote.ts"
import type { Chain } from "../port.ts"
import { assertWebUrl, nameOf } from "./askServer.ts"
import { checkOffers } from "./checkOffers.ts"
import { bondFor, isDollarsAtLeast, microDollars, type OfferFilters } from "./offerFilters.ts"
import { byOrder, type OfferSort, offerSorts } from "./offerOrder.ts"
import { pauseAt } from "./pauseAt.ts"
import { type BoardOffer, type BoardReading, problemOf, readBoard } from "./readBoard.ts"
import type { ReportedRecord } from "./reportedRecord.ts"

/** Parameters of `findOffers`. */
export type FindOffersParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** URLs of the boards, at most 16. */
  readonly boards: readonly string[]
  /** Which offers to find. Default: all that any renter can take now. */
  readonly filters?: OfferFilters | undefined
  /** The order of the results, and of what is read from each board. Default: `price`. */
  readonly sort?: OfferSort | undefined
  /** Offers that are read from each board, the first of the order. Default: 200. */
  readonly maxOffers?: number | undefined
  /** Milliseconds for each board. Default: 10 000. */
  readonly timeout?: number | undefined
  /** Ends the requests of the boards and the reads of the chain. */
  readonly signal?: AbortSignal | undefined
}

/** An offer that was found and checked. */
export type FoundOffer = {
  /** The offer with its signature, and its description if a board has it. Pass its parts to `planDeposit`. */
  readonly signed: SignedOffer
  /** What `checkOffer` says: `takeable`, or, with the filter `freeBy`, `blocked` until the machine is free. */
  readonly check: OfferCheck
  /** Dollars per hour by the token's price feed. Undefined if its price is not known. */
  readonly dollarsPerHour: string | undefined
  /** What a rental of the filter `duration`, or else of the longest, locks of the host's bond, base units. */
  readonly bond: bigint
  /** The same in dollars. Undefined if the token's price is not known. */
  readonly bondDollars: string | undefined
  /** What a board says of the host. It was not checked: `getHostRecord` computes it from the chain. */
  readonly record: ReportedRecord | undefined
  /** The boards that serve the offer. */
  readonly boards: readonly string[]
}

/** Offers of a board that are not among the results. */
export type HiddenOffers = {
  /**
   * `OfferUnreadable`, `WrongChain`, `WrongEscrow`, `DocumentMismatch`, `Filtered`, `Superseded` by another offer of the
   * machine, or the code of the error that `deposit` would fail with.
   */
  readonly reason: string
  readonly count: number
  /** What is wrong with the first of them. */
  readonly problem: string
}

/** What became known of a board. */
export type BoardReport = {
  /** URL of the board. */
  readonly board: string
  /** Offers that the board sent. */
  readonly received: number
  /** Offers of the board that are among the results. */
  readonly found: number
  /** Offers of the board that are not. */
  readonly hidden: readonly HiddenOffers[]
  /** Whether the board has more than `maxOffers`. */
  readonly hasMore: boolean
  /** Why the board was not read to its end. Undefined: it was. */
  readonly error: EscrowError | undefined
}

/** The offers, and a report on each board. */
export type FoundOffers = { readonly offers: readonly FoundOffer[]; readonly sources: readonly BoardReport[] }

const MOST_BOARDS = 16
const MAX_OFFERS = 200
const TIMEOUT = 10_000

/**
 * Finds offers on several boards at once. No board is trusted: each offer's chain, escrow, description, signature, and
 * state are checked here, and the results are sorted here. A board can hide offers, but it cannot
 * make one look like what its host did not sign. A machine appears once, with the offer that can be taken and expires
 * last. A board that fails, or never ends, does not keep the others from being read.
 *
 * @example
 * import { findOffers } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { offers, sources } = await findOffers(client, {
 *   escrow: "0x…",
 *   boards: ["https://server.example"],
 *   filters: { gpu: ["H100", "A100"], duration: 28_800n },
 * })
 * for (const { signed, dollarsPerHour } of offers) console.log(signed.offer.machine, dollarsPerHour)
 * for (const { board, error } of sources) if (error) console.log(board, error.message)
 *
 * @returns The offers, and for each board what was hidden and why
 * @throws {InvalidInputError} without boards, with more than 16, or for an invalid parameter
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function findOffers(given: Chain, parameters: FindOffersParameters): Promise<FoundOffers> {
  const { escrow, filters = {}, signal } = parameters
  assertParameters(given, parameters)
  const chain = abortable(given, signal)
  const boards = [...new Set(parameters.boards.map((board) => board.replace(/\/+$/, "")))]
  const chainId = await chain.chainId()
  const logs = new Map(boards.map((board) => [board, hiddenLog()]))
  const { sort = "price", maxOffers = MAX_OFFERS, timeout = TIMEOUT } = parameters
  const { timestamp: now } = await latestBlock(chain)
  const readings = await Promise.all(
    boards.map(async (board) => {
      const hide = logs.get(board)?.hide ?? (() => undefined)
      const asked = { board, codec: chain.codec, chainId, escrow, filters, sort, now, maxOffers, timeout, signal }
      return [board, await readBoard({ ...asked, hide })] as const
    }),
  )

  const candidates = await merge(chain, readings)
  const { renter, duration } = filters
  const checks = await checkOffers(chain, { escrow, offers: candidates.map(({ signed }) => signed), renter, duration })
  const dollars = await dollarsOf(chain, candidates)
  signal?.throwIfAborted()
  const hide = ({ boards: from }: Candidate, reason: string, problem: string) => {
    for (const board of from) logs.get(board)?.hide(reason, problem)
  }
  const takeable = candidates.flatMap((candidate, index): FoundOffer[] => {
    const check = checks[index]
    if (!check) return []
    const { offer } = candidate.signed
    const bond = bondFor(filters, offer)
    const [dollarsPerHour, bondDollars] = [dollars(offer.token, offer.pricePerHour), dollars(offer.token, bond)]
    const [refusal] = check.problems.filter(({ error }) => !isFreeInTime(filters, check, error.code))
    if (refusal) return hide(candidate, refusal.error.code, problemOf(refusal.error)) ?? []
    const most = filters.maxDollarsPerHour
    if (most && !isDollarsAtLeast(most, dollarsPerHour ?? "")) {
      return hide(candidate, "Filtered", "The offer does not pass the filter `maxDollarsPerHour`.") ?? []
    }
    if (!isDollarsAtLeast(bondDollars, filters.minBondDollars)) {
      return hide(candidate, "Filtered", "The offer does not pass the filter `minBondDollars`.") ?? []
    }
    return [{ ...candidate, check, dollarsPerHour, bond, bondDollars }]
  })
  const offers = onePerMachine(takeable, (offer) => {
    hide(offer, "Superseded", "Another offer of the machine can be taken, and expires later.")
  }).toSorted(byOrder(sort))
  const sources = readings.map(([board, { received, hasMore, error }]): BoardReport => {
    const found = offers.filter(({ boards: from }) => from.includes(board)).length
    return { board: nameOf(board), received, found, hidden: logs.get(board)?.hidden() ?? [], hasMore, error }
  })
  return { offers: offers.map((offer) => ({ ...offer, boards: offer.boards.map(nameOf) })), sources }
}

function assertParameters({ codec }: Chain, parameters: FindOffersParameters): void {
  const { escrow, boards, filters = {}, sort = "price", maxOffers = MAX_OFFERS, timeout = TIMEOUT } = parameters
  assertAddress(codec, "escrow", escrow)
  if (filters.renter !== undefined) assertAddress(codec, "filters.renter", filters.renter)
  const refuse = (field: string, value: unknown, expected: string): never => {
    throw new InvalidInputError({ field, value, expected })
  }
  if (!Array.isArray(boards) || boards.length === 0 || boards.length > MOST_BOARDS) {
    refuse("boards", boards, `1 to ${MOST_BOARDS} URLs`)
  }
  for (const [index, board] of boards.entries()) assertWebUrl(`boards[${index}]`, board)
  if (!Number.isSafeInteger(maxOffers) || maxOffers < 1) refuse("maxOffers", maxOffers, "a whole number from 1")
  if (!(timeout > 0)) refuse("timeout", timeout, "milliseconds above 0")
  for (const name of ["maxDollarsPerHour", "minBondDollars", "minFeesPaidDollars"] as const) {
    const dollars = filters[name]
    if (dollars !== undefined && microDollars(dollars) === undefined) {
      refuse(`filters.${name}`, dollars, 'dollars, such as "1.50"')
    }
  }
  if (!offerSorts.some((one) => one === sort)) refuse("sort", sort, offerSorts.join(", "))
}

/** Counts what is hidden by its reason. */
function hiddenLog() {
  const found = new Map<string, { count: number; problem: string }>()
  return {
    hide: (reason: string, problem: string): undefined => {
      const entry = found.get(reason) ?? { count: 0, problem }
      entry.count += 1
      found.set(reason, entry)
    },
    hidden: (): HiddenOffers[] => [...found].map(([reason, entry]) => ({ reason, ...entry })),
  }
}

type Candidate = BoardOffer & { readonly boards: readonly string[] }

/** What several boards serve in the same words is one offer. Another signature makes another, which is checked by itself. */
async function merge({ codec }: Chain, readings: readonly (readonly [string, BoardReading])[]): Promise<Candidate[]> {
  const merged = new Map<string, Candidate>()
  for (const [board, { offers }] of readings) {
    for (const [index, { signed, record }] of offers.entries()) {
      await pauseAt(index)
      const key = `${hashOffer(codec, signed.offer)} ${signed.hostSignature.toLowerCase()}`
      const known = merged.get(key)
      merged.set(key, {
        // The descriptions have the same hash.
        signed: known?.signed.document ? known.signed : signed,
        record: known?.record ?? record,
        boards: [...new Set([...(known?.boards ?? []), board])],
      })
    }
  }
  return [...merged.values()]
}

/** Whether all that is wrong is that the machine is not free yet, and it will be in time. */
function isFreeInTime({ freeBy }: OfferFilters, { machine }: OfferCheck, code: string): boolean {
  return code === "MachineBusy" && freeBy !== undefined && machine.busyUntil <= freeBy
}

/** The offer of each machine that can be taken, or else will be free, and expires last. */
function onePerMachine<offer extends FoundOffer>(offers: readonly offer[], drop: (offer: offer) => void): offer[] {
  const best = new Map<string, offer>()
  for (const offer of offers) {
    const { host, machine } = offer.signed.offer
    const key = `${host} ${machine}`.toLowerCase()
    const known = best.get(key)
    const [kept, dropped] = known && isBetter(known, offer) ? [known, offer] : [offer, known]
    best.set(key, kept)
    if (dropped) drop(dropped)
  }
  return [...best.values()]
}

function isBetter(a: FoundOffer, b: FoundOffer): boolean {
  if (a.check.status !== b.check.status) return a.check.status === "takeable"
  const [first, second] = [a.signed.offer, b.signed.offer]
  if (first.expiry !== second.expiry) return first.expiry > second.expiry
  // Neither order of the boards decides.
  return first.pricePerHour === second.pricePerHour
    ? a.signed.hostSignature <= b.signed.hostSignature
    : first.pricePerHour < second.pricePerHour
}

/** Dollars, by one reading of each token's feed. */
async function dollarsOf(chain: Chain, candidates: readonly Candidate[]) {
  const tokens = [...new Set(candidates.map(({ signed }) => signed.offer.token))]
  const rates = new Map(
    await Promise.all(
      tokens.map(async (token) => [token, await readRate(chain, { token }).catch(() => undefined)] as const),
    ),
  )
  return (token: Address, amount: bigint): string | undefined => {
    const reading = rates.get(token)
    return reading && dollarValue({ amount, ...reading })
  }
}
