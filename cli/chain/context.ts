import { EscrowNotFoundError, WrongChainError } from "@gpuflow/escrow"
import { deployments, getDeployment } from "@gpuflow/escrow/deployments"
import type { Account, Address } from "viem"
import { getBlock, getChainId, getCode } from "viem/actions"
import { UsageError } from "../errors.ts"
import type { Session } from "../session.ts"
import { toAddress, toBlock, toChainId } from "../text/parse.ts"
import { findAccount, requireAccount } from "./account.ts"
import { type ChainClient, clientOf } from "./client.ts"

/** What the options of every command say of where to look. */
export type Where = { readonly chain?: number | undefined; readonly escrow?: Address | undefined }

/** A chain and the escrow on it. */
export type Context = {
  readonly session: Session
  readonly client: ChainClient
  readonly escrow: Address
}

/** Also somebody to act for. */
export type Acting = Context & { readonly account: Account }

const POLYGON = 137

export function chainIdOf({ env }: Session, { chain }: Where): number {
  return chain ?? fromEnv(env["GPUFLOW_CHAIN"], "GPUFLOW_CHAIN", toChainId) ?? POLYGON
}

export function escrowOf({ env }: Session, { escrow }: Where, chainId: number): Address {
  const given = escrow ?? fromEnv(env["GPUFLOW_ESCROW"], "GPUFLOW_ESCROW", toAddress)
  if (given) return given
  if (deployments[chainId]) return getDeployment(chainId).address
  throw new UsageError(`No escrow is known on chain ${chainId}. Pass --escrow, or set GPUFLOW_ESCROW.`, { chainId })
}

/** To read: no key is looked for. */
export async function openContext(session: Session, where: Where): Promise<Context> {
  const chainId = chainIdOf(session, where)
  const escrow = escrowOf(session, where, chainId)
  const client = clientOf(session, chainId)
  // Before anything is read: on another chain, the same address is somebody else.
  const actual = await getChainId(client)
  if (actual !== chainId) throw new WrongChainError({ chainId: actual, expected: chainId })
  // Where there is none, every list would be empty, and nothing due.
  if (!(await getCode(client, { address: escrow }))) throw new EscrowNotFoundError({ escrow })
  return { session, client, escrow }
}

/** To sign and to send; `as` stands for an account whose key is elsewhere, for a dry run. */
export async function openActing(session: Session, where: Where, as?: Address): Promise<Acting> {
  const account: Account = as ? { address: as, type: "json-rpc" } : await requireAccount(session)
  return { ...(await openContext(session, where)), account }
}

/** Whose rentals or bonds: the one that was named, else the environment's account. */
export async function partyOf(session: Session, named: Address | true | undefined): Promise<Address> {
  if (typeof named === "string") return named
  const account = await findAccount(session)
  if (account) return account.address
  throw new UsageError("Name an address, or set the environment's account: whose is it to be?")
}

/** The block from which the escrow's events are read. */
export function firstBlockOf({ session, client, escrow }: Context, given: bigint | undefined): bigint {
  const named = given ?? fromEnv(session.env["GPUFLOW_FROM_BLOCK"], "GPUFLOW_FROM_BLOCK", toBlock)
  if (named !== undefined) return named
  const known = deployments[client.chain.id]
  if (known && known.address.toLowerCase() === escrow.toLowerCase()) return known.blockNumber
  throw new UsageError("Pass --from-block, or set GPUFLOW_FROM_BLOCK: the block of the escrow's deployment.")
}

/** The chain's clock, which every window goes by. */
export async function nowOf(client: ChainClient): Promise<bigint> {
  return (await getBlock(client)).timestamp
}

function fromEnv<value>(text: string | undefined, name: string, parse: (text: string) => value): value | undefined {
  if (!text) return undefined
  try {
    return parse(text.trim())
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name}: ${error.message}`) : error
  }
}
