import { EscrowNotFoundError, WrongChainError } from "@gpuflow/escrow"
import { deployments, findDeployment, getDeployment } from "@gpuflow/escrow/deployments"
import type { Account, Address } from "viem"
import { getBlock, getBlockNumber, getChainId, getCode } from "viem/actions"
import { UsageError } from "../errors.ts"
import { readSafe, type Safe } from "../safe/safe.ts"
import type { Session } from "../session.ts"
import { note } from "../terminal/output.ts"
import { toAddress, toBlock, toChainId } from "../text/parse.ts"
import { findAccount, requireAccount } from "./account.ts"
import { type ChainClient, openClient } from "./client.ts"

/** The options of every command that uses the chain. */
export type ChainOptions = { readonly chain?: number | undefined; readonly escrow?: Address | undefined }

/** A chain and the escrow on it. */
export type Context = {
  readonly session: Session
  readonly client: ChainClient
  readonly escrow: Address
}

/** A chain, the escrow on it, and the account that sends. */
export type AccountContext = Context & {
  readonly account: Account
  /** The account is this Safe: its owners sign, and the transactions are written for them. */
  readonly safe?: Safe | undefined
}

const POLYGON = 137

export function resolveChainId({ env }: Session, { chain }: ChainOptions): number {
  return chain ?? fromEnv(env["GPUFLOW_CHAIN"], "GPUFLOW_CHAIN", toChainId) ?? POLYGON
}

export function resolveEscrow({ env }: Session, { escrow }: ChainOptions, chainId: number): Address {
  const given = escrow ?? fromEnv(env["GPUFLOW_ESCROW"], "GPUFLOW_ESCROW", toAddress)
  if (given) return given
  if (deployments[chainId]) return getDeployment(chainId).address
  throw new UsageError(`No escrow is known on chain ${chainId}. Pass --escrow, or set GPUFLOW_ESCROW.`, { chainId })
}

/** For reading: does not need an account. */
export async function openContext(session: Session, options: ChainOptions): Promise<Context> {
  const chainId = resolveChainId(session, options)
  const escrow = resolveEscrow(session, options, chainId)
  const client = openClient(session, chainId)
  // Checked first: on another chain, the same address may be another contract.
  const actual = await getChainId(client)
  if (actual !== chainId) throw new WrongChainError({ chainId: actual, expected: chainId })
  // Without a contract, every list would be empty and nothing would be due.
  if (!(await getCode(client, { address: escrow }))) throw new EscrowNotFoundError({ escrow })
  return { session, client, escrow }
}

/** The account that a command acts for, other than the configured one. Its key is not needed. */
export type OtherAccount = {
  /** In a dry run: the account to simulate for. */
  readonly as?: Address | undefined
  /** The Safe to write transactions for. */
  readonly safe?: Address | undefined
  readonly safeNonce?: bigint | undefined
}

/** For signing and sending, or for an account whose key is not available. */
export async function openAccountContext(
  session: Session,
  options: ChainOptions & OtherAccount,
): Promise<AccountContext> {
  const { safe, safeNonce, as = safe } = options
  const account: Account = as ? { address: as, type: "json-rpc" } : await requireAccount(session)
  const context = await openContext(session, options)
  return { ...context, account, ...(safe ? { safe: await readSafe(context.client, safe, safeNonce) } : {}) }
}

/** The given address, or else that of the configured account. */
export async function resolveAddress(session: Session, given: Address | true | undefined): Promise<Address> {
  if (typeof given === "string") return given
  const account = await findAccount(session)
  if (account) return account.address
  throw new UsageError(
    "Pass an address, or configure an account: set GPUFLOW_KEYSTORE to the path of a keystore, or GPUFLOW_PRIVATE_KEY to a private key.",
  )
}

/**
 * The block from which the escrow's events are read. It must exist. The user is warned if the escrow is older, because
 * its earlier rentals are missing then.
 */
export async function findFirstBlock(context: Context, given: bigint | undefined): Promise<bigint> {
  const { session, client, escrow } = context
  const block = getFirstBlock(context, given)
  const latest = await getBlockNumber(client, { cacheTime: 0 })
  if (block > latest) {
    throw new UsageError(
      `The first block, ${block}, is above the chain's latest block, ${latest}. Pass the block of the escrow's deployment with --from-block, or set GPUFLOW_FROM_BLOCK.`,
      { fromBlock: block, latest },
    )
  }
  // A node without old states cannot tell.
  const before =
    block > 0n ? await getCode(client, { address: escrow, blockNumber: block - 1n }).catch(() => "0x") : "0x"
  if (before && before !== "0x") {
    note(
      session,
      `Warning: the escrow was deployed before block ${block}, so older rentals may be missing. Pass the block of its deployment with --from-block, or set GPUFLOW_FROM_BLOCK.`,
    )
  }
  return block
}

function getFirstBlock({ session, client, escrow }: Context, given: bigint | undefined): bigint {
  const block = given ?? fromEnv(session.env["GPUFLOW_FROM_BLOCK"], "GPUFLOW_FROM_BLOCK", toBlock)
  if (block !== undefined) return block
  const known = findDeployment({ chainId: client.chain.id, escrow })
  if (known) return known.blockNumber
  throw new UsageError(
    "The block of the escrow's deployment is not known. Pass it with --from-block, or set GPUFLOW_FROM_BLOCK.",
  )
}

/** The time of the latest block, against which the contract checks every window. */
export async function getChainTime(client: ChainClient): Promise<bigint> {
  return (await getBlock(client)).timestamp
}

/** The value of a variable, if it is set. */
export function fromEnv<value>(
  text: string | undefined,
  name: string,
  parse: (text: string) => value,
): value | undefined {
  if (!text) return undefined
  try {
    return parse(text.trim())
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name} is invalid. ${error.message}`) : error
  }
}
