// What can be asked of an escrow.
import { EscrowNotFoundError, RentalNotFoundError, TermsMismatchError, TermsNotFoundError } from "../errors.ts"
import {
  accruedFunction,
  bondsFunction,
  creditsFunction,
  depositedEvent,
  dueFunction,
  exitAtFunction,
  feesFunction,
  getRentalFunction,
  hostsFunction,
  machinesFunction,
  marketsFunction,
  stakeOfFunction,
} from "../generated/items.ts"
import type { FunctionArgs, FunctionName, FunctionResult } from "../solidity.ts"
import type { Address, Hex, Rental, RentalState } from "../types.ts"
import { assertAddress, decodeResult, encodeCall, type FunctionItem } from "./codec.ts"
import { decodeEvent } from "./events.ts"
import { hashOf } from "./items.ts"
import { idOf, isSame } from "./offer.ts"
import type { Chain } from "./port.ts"

/** Every read names the escrow that it asks, and may ask it about the past. */
export type ReadParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** Block to read at; without it, the latest. */
  readonly blockNumber?: bigint | undefined
}

/** Calls a view and returns its result in the SDK's types. */
export async function read<const name extends FunctionName>(
  chain: Chain,
  item: FunctionItem<name>,
  args: FunctionArgs<name>,
  { escrow, blockNumber }: ReadParameters,
): Promise<FunctionResult<name>> {
  assertAddress(chain.codec, "escrow", escrow)
  const data = encodeCall(chain.codec, item, args)
  const result = await chain.call({ to: escrow, data }, { blockNumber })
  if (result === "0x") throw new EscrowNotFoundError({ escrow })
  return decodeResult(chain.codec, item, result)
}

export type OfId = ReadParameters & {
  /** The rental's id. */
  readonly id: Hex
}
export type OfRental = ReadParameters & {
  /** The rental, as `getRental` gives it. */
  readonly rental: Rental
}
export type OfHost = ReadParameters & {
  /** The host. */
  readonly host: Address
}
export type OfMachine = OfHost & {
  /** The host's id of the machine, 32 bytes. */
  readonly machine: Hex
}
export type OfToken = ReadParameters & {
  /** The token; zero: the native coin. */
  readonly token: Address
}

export const getState = (chain: Chain, { id, ...options }: OfId) => read(chain, getRentalFunction, [id], options)

export const getAccrued = (chain: Chain, { rental, ...options }: OfRental) =>
  read(chain, accruedFunction, [rental], options)

export const getDue = (chain: Chain, { rental, ...options }: OfRental) => read(chain, dueFunction, [rental], options)

export const getStake = (chain: Chain, { rental, ...options }: OfRental) =>
  read(chain, stakeOfFunction, [rental], options)

export const getExitAt = (chain: Chain, { rental, ...options }: OfRental) =>
  read(chain, exitAtFunction, [rental], options)

export const getMachine = (chain: Chain, { host, machine, ...options }: OfMachine) =>
  read(chain, machinesFunction, [host, machine], options)

export const getHost = (chain: Chain, { host, ...options }: OfHost) => read(chain, hostsFunction, [host], options)

export const getMarket = (chain: Chain, { token, ...options }: OfToken) =>
  read(chain, marketsFunction, [token], options)

export const getFees = (chain: Chain, { token, ...options }: OfToken) => read(chain, feesFunction, [token], options)

export const getBond = (chain: Chain, { token, host, ...options }: OfToken & OfHost) =>
  read(chain, bondsFunction, [token, host], options)

export type OfCredit = OfToken & {
  /** Whose credit. */
  readonly account: Address
}

export const getCredit = (chain: Chain, { token, account, ...options }: OfCredit) =>
  read(chain, creditsFunction, [token, account], options)

/** A rental with its state, and the terms that every verb takes. */
export type FoundRental = {
  readonly id: Hex
  readonly state: RentalState
  readonly rental: Rental
}

/** State from storage, terms from the one block that holds them; they are checked against the id. */
export async function getRental(chain: Chain, { id, ...options }: OfId): Promise<FoundRental> {
  const state = await getState(chain, { id, ...options })
  if (state.status === "None") throw new RentalNotFoundError({ id })

  const { codec } = chain
  const { escrow } = options
  const { depositBlock } = state
  const topics = [hashOf(codec, depositedEvent), id]
  const logs = await chain.logs({ address: escrow, topics, fromBlock: depositBlock, toBlock: depositBlock })
  const found = logs.find((log) => isSame(log.address, escrow) && log.topics[0] === topics[0])
  const deposited = found && decodeEvent(codec, depositedEvent, found)
  if (deposited?.eventName !== "Deposited") throw new TermsNotFoundError({ id, depositBlock })
  const { rental } = deposited.args
  const actual = idOf(codec, rental)
  if (actual !== id.toLowerCase()) throw new TermsMismatchError({ id, actual })
  return { id, state, rental }
}
