// Reads that use what the cache holds: terms never change, and histories go on where they ended.
import { isSameAddress } from "../core/address.ts"
import { latestBlock } from "../core/latestBlock.ts"
import { type GetPermitDomainParameters, getPermitDomain } from "../core/plan/getPermitDomain.ts"
import type { Reads, TypedDataDomain } from "../core/port.ts"
import type { ReadParameters, RentalReadParameters } from "../core/rental/escrowRead.ts"
import { getRental, type RentalDetails } from "../core/rental/getRental.ts"
import { getState } from "../core/rental/getState.ts"
import { RentalNotFoundError } from "../core/rental/rentalErrors.ts"
import { hasEscrowBrand } from "../core/revert.ts"
import { MAX_REORG_DEPTH } from "../core/verifiedLogs.ts"
import type { DepositedEvent } from "../core/watch/depositHistory.ts"
import { type Claim, type GetClaimsParameters, getClaims } from "../core/watch/getClaims.ts"
import { type CountedHostRecord, type GetHostRecordParameters, getHostRecord } from "../core/watch/getHostRecord.ts"
import {
  type GetMachineHistoryParameters,
  getMachineHistory,
  type MachineHistory,
} from "../core/watch/getMachineHistory.ts"
import { getRentals } from "../core/watch/getRentals.ts"
import { allRentalsOf, type GetRentalsOfParameters, type RentalsPage } from "../core/watch/getRentalsOf.ts"
import { getStates, type RentalIdsParameters } from "../core/watch/getStates.ts"
import { deployments } from "../generated/deploymentTable.ts"
import type { Address, Hex, Rental, RentalState } from "../types.ts"
import { idOf } from "../viem/viemRentalId.ts"
import { isOver, timesOf } from "./freshness.ts"
import { type RentalReference, readKey } from "./keys.ts"
import type { ReadContext } from "./readQuery.ts"

/** Reads of one rental, by its id or by its terms. */
export type RentalQueryParameters = ReadParameters & RentalReference

/** Reads a state by the rental's id or by its terms. */
export async function readState(
  context: Pick<ReadContext<unknown, Reads>, "chain">,
  { rental, id, ...parameters }: RentalQueryParameters,
): Promise<RentalState> {
  return getState(context.chain, { ...parameters, id: rental ? idOf(rental) : id })
}

/** Reads the state alone if the terms are known. */
export async function readRental(
  context: ReadContext<RentalDetails>,
  { rental: given, id: named, ...parameters }: RentalQueryParameters,
): Promise<RentalDetails> {
  const { escrow } = parameters
  const id = given ? idOf(given) : named
  const rental = given ?? termsOf(context, escrow, id)
  if (!rental) {
    const details = await getRental(context.chain, { ...parameters, id })
    await keepTerms(context, escrow, details)
    return details
  }
  const state = await getState(context.chain, { ...parameters, id })
  if (state.status === "None") throw new RentalNotFoundError({ id })
  await keepTerms(context, escrow, { id, rental })
  return { id, state, rental }
}

/** Reads the states alone if the terms are known. */
export async function readRentals(
  context: ReadContext<RentalDetails[]>,
  parameters: RentalIdsParameters,
): Promise<RentalDetails[]> {
  const { escrow, ids } = parameters
  const known = ids.map((id) => termsOf(context, escrow, id))
  if (known.some((rental) => !rental)) {
    const found = await getRentals(context.chain, parameters)
    await Promise.all(found.map((details) => keepTerms(context, escrow, details)))
    return found
  }
  const states = await getStates(context.chain, parameters)
  return ids.flatMap((id, index) => {
    const [rental, state] = [known[index], states[index]]
    if (state?.status === "None") throw new RentalNotFoundError({ id })
    return rental && state ? [{ id, state, rental }] : []
  })
}

/** A read of one rental by its terms, with the rental's state: when it is closed, nothing follows from it any more. */
export function withState<data>(read: (chain: Reads, parameters: RentalReadParameters) => Promise<data>) {
  return async (context: ReadContext<data, Reads>, parameters: RentalReadParameters): Promise<data> => {
    const { chain, noteFinal } = context
    const [answer, state] = await Promise.all([read(chain, parameters), readState(context, parameters)])
    if (!isOver(state)) return answer
    // The answer may be of the block before. One that is read after the rental was found closed stays.
    const last = await read(chain, parameters)
    noteFinal()
    return last
  }
}

/** Lists claims. None are left when every rental is closed, while one that is not paid yet may come. */
export async function readClaims(
  { chain, noteFinal }: ReadContext<Claim[]>,
  parameters: GetClaimsParameters,
): Promise<Claim[]> {
  const claims = await getClaims(chain, parameters)
  const { escrow, rentals } = parameters
  if (claims.length === 0) {
    const states = await getStates(chain, { escrow, ids: rentals.map((rental) => idOf(rental)) })
    if (states.every(isOver)) noteFinal()
  }
  return claims
}

/** TanStack Query takes no `undefined` for data. */
export async function readPermitDomain(
  { chain }: ReadContext<TypedDataDomain | null>,
  parameters: GetPermitDomainParameters,
): Promise<TypedDataDomain | null> {
  return (await getPermitDomain(chain, parameters)) ?? null
}

/** Counts only what is new. A record whose blocks were replaced is counted again. */
export async function readHostRecord(
  context: ReadContext<CountedHostRecord>,
  parameters: GetHostRecordParameters,
): Promise<CountedHostRecord> {
  const { chain, signal, previous } = context
  const start = { ...parameters, fromBlock: firstBlock(context, parameters), signal }
  const cursor = previous?.cursor ?? parameters.cursor
  if (!cursor) return getHostRecord(chain, start)
  return orAnew(getHostRecord(chain, { ...start, cursor }), () => getHostRecord(chain, start))
}

/** Lists all pages. Later, only what is new is read. */
export async function readRentalsOf(
  context: ReadContext<RentalsPage>,
  parameters: GetRentalsOfParameters,
): Promise<RentalsPage> {
  const { chain, signal, previous } = context
  const { cursor: given, ...rest } = parameters
  const of = { ...rest, signal }
  const fromStart = () => {
    const fromBlock = firstBlock(context, parameters)
    return allRentalsOf(chain, given ? { ...of, cursor: given } : { ...of, fromBlock })
  }
  const resume = previous?.resume
  if (!resume) return fromStart()
  const next = BigInt(resume.nextBlock)
  const settled = previous.deposits.filter(({ blockNumber }) => blockNumber !== null && blockNumber < next)
  return orAnew(allRentalsOf(chain, { ...of, cursor: resume }, settled), fromStart)
}

/** Reads the deposits since the latest one that the chain does not replace any more. */
export async function readMachineHistory(
  { chain, signal, previous }: ReadContext<MachineHistory>,
  parameters: GetMachineHistoryParameters,
): Promise<MachineHistory> {
  const of = { ...parameters, signal }
  if (!previous || parameters.depositBlock !== undefined) return getMachineHistory(chain, of)
  const deep = (await latestBlock(chain)).number - BigInt(MAX_REORG_DEPTH)
  const settled = previous.deposits.filter(({ blockNumber }) => blockNumber !== null && blockNumber <= deep)
  const known = settled[0]?.blockNumber
  if (known === undefined || known === null) return getMachineHistory(chain, of)
  const added: DepositedEvent[] = []
  let page = await getMachineHistory(chain, { ...of, limit: 1 })
  while ((page.deposits[0]?.blockNumber ?? 0n) > known) {
    added.push(...page.deposits)
    const depositBlock = page.previousDepositBlock
    if (depositBlock <= known) break
    page = await getMachineHistory(chain, { ...of, limit: 1, depositBlock })
  }
  return { deposits: [...added, ...settled], previousDepositBlock: previous.previousDepositBlock }
}

type TermsContext = Pick<ReadContext<unknown>, "chainId" | "queries">

const termsKey = ({ chainId }: TermsContext, escrow: Address, id: Hex) => {
  return readKey<Rental>("terms", chainId, { escrow, id })
}

function termsOf(context: TermsContext, escrow: Address, id: Hex): Rental | undefined {
  return context.queries.getQueryData(termsKey(context, escrow, id))
}

/** Terms are in the cache for as long as it exists. */
async function keepTerms(
  context: TermsContext,
  escrow: Address,
  { id, rental }: { readonly id: Hex; readonly rental: Rental },
): Promise<void> {
  const queryKey = termsKey(context, escrow, id)
  await context.queries.fetchQuery({ ...timesOf.constant, queryKey, queryFn: () => rental })
}

/** The block that was passed, or else that of the escrow's deployment, if the SDK knows it. */
function firstBlock(
  { chainId }: ReadContext<unknown>,
  { escrow, fromBlock }: { readonly escrow: Address; readonly fromBlock?: bigint | undefined },
): bigint | undefined {
  const deployment = deployments[chainId]
  return fromBlock ?? (deployment && isSameAddress(deployment.address, escrow) ? deployment.blockNumber : undefined)
}

/** Begins anew if the cursor of a read is of no use any more. */
function orAnew<data>(reading: Promise<data>, anew: () => Promise<data>): Promise<data> {
  return reading.catch((error: unknown) => {
    if (!hasEscrowBrand(error) || !["ReorgTooDeep", "WrongCursor"].includes(error.code)) throw error
    return anew()
  })
}
