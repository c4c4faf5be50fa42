// Many rentals at once: from their ids, and what each of them owes to whom.
import { EscrowNotFoundError, RentalNotFoundError, TermsMismatchError, TermsNotFoundError } from "../../errors.ts"
import { getRentalFunction } from "../../generated/abiItems.ts"
import { due, dueAt } from "../../math.ts"
import type { Address, Hex, Rental, RentalState } from "../../types.ts"
import { assertAddress, decodeResult, encodeCall } from "../codec.ts"
import { decodeEvents, topicOf } from "../escrowEvents.ts"
import { multicall } from "../multicall.ts"
import type { Chain } from "../port.ts"
import type { ReadParameters, RentalDetails } from "../rental/escrowRead.ts"
import { idOf } from "../rental/offerHash.ts"
import { latestBlock } from "../rental/waitForTransaction.ts"

export type RentalIdsParameters = ReadParameters & {
  /** The rentals' ids. */
  readonly ids: readonly Hex[]
}

/** States of many rentals at one block, in the order of their ids. */
export async function getStates(
  chain: Chain,
  { escrow, ids, blockNumber }: RentalIdsParameters,
): Promise<RentalState[]> {
  const { codec } = chain
  assertAddress(codec, "escrow", escrow)
  const questions = ids.map((id) => encodeCall(codec, getRentalFunction, [id]))
  const answers = await multicall(chain, escrow, questions, { blockNumber })
  return answers.map((answer) => {
    if (answer === "0x") throw new EscrowNotFoundError({ escrow })
    return decodeResult(codec, getRentalFunction, answer)
  })
}

/** As `getRental` for each, with the states in one call and the terms in one query per block of deposits. */
export async function getRentals(
  chain: Chain,
  { escrow, ids, blockNumber }: RentalIdsParameters,
): Promise<RentalDetails[]> {
  const states = await getStates(chain, { escrow, ids, blockNumber })
  const missing = ids.find((_, index) => states[index]?.status === "None")
  if (missing) throw new RentalNotFoundError({ id: missing })
  const blocks = [...new Set(states.map(({ depositBlock }) => depositBlock))]
  // Each block is asked for its own alone: nodes refuse long lists of topics.
  const idsOf = (block: bigint) => ids.filter((_, index) => states[index]?.depositBlock === block)
  const found = await Promise.all(blocks.map((block) => depositsIn(chain, escrow, block, idsOf(block))))
  const rentals = new Map(found.flat())
  return ids.flatMap((id, index) => {
    const state = states[index]
    if (!state) return []
    const rental = rentals.get(id.toLowerCase())
    if (!rental) throw new TermsNotFoundError({ id, depositBlock: state.depositBlock })
    const actual = idOf(chain.codec, rental)
    if (actual !== id.toLowerCase()) throw new TermsMismatchError({ id, actual })
    return [{ id, state, rental }]
  })
}

/** Terms by id, of the wanted ones that were paid for in a block. */
async function depositsIn(
  chain: Chain,
  escrow: Address,
  block: bigint,
  ids: readonly Hex[],
): Promise<(readonly [string, Rental])[]> {
  const topics = [topicOf(chain.codec, "Deposited"), ids]
  const logs = await chain.logs({ address: escrow, topics, fromBlock: block, toBlock: block })
  return decodeEvents(chain.codec, { escrow, logs }).flatMap(({ eventName, args }) =>
    eventName === "Deposited" ? [[args.id.toLowerCase(), args.rental] as const] : [],
  )
}

/** What a rental's clock owes. */
export type Claim = {
  readonly id: Hex
  readonly rental: Rental
  readonly state: RentalState
  /** Timestamp from which `settle` pays something if nobody acts; it may have passed. */
  readonly dueAt: bigint
  /** `settle` would pay now. */
  readonly isDue: boolean
  /** Principal that `settle` would move now, base units. To the offer's payee, … */
  readonly toHost: bigint
  /** … to the platform, … */
  readonly fee: bigint
  /** … and to the renter. */
  readonly toRenter: bigint
}

export type GetClaimsParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The rentals, as `getRental`, `getRentals` or an event gives them. */
  readonly rentals: readonly Rental[]
}

/** What is due, to whom and from when; rentals that are over are left out. Sorted by when it is due. */
export async function getClaims(chain: Chain, { escrow, rentals }: GetClaimsParameters): Promise<Claim[]> {
  const ids = rentals.map((rental) => idOf(chain.codec, rental))
  const { number: blockNumber, timestamp } = await latestBlock(chain)
  const states = await getStates(chain, { escrow, ids, blockNumber })
  const claims = rentals.flatMap((rental, index): Claim[] => {
    const [id, state] = [ids[index], states[index]]
    if (!id || !state || state.status === "None" || state.status === "Closed") return []
    const from = dueAt(rental.offer, state)
    return [{ id, rental, state, dueAt: from, isDue: from <= timestamp, ...due(rental.offer, state, timestamp) }]
  })
  return claims.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
}
