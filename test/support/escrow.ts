import { type Address, encodeFunctionData, maxUint256, zeroAddress } from "viem"

import type { Call, Chain, Contract } from "./chain.ts"
import { addressOf, type Role } from "./parties.ts"

export const NATIVE: Address = zeroAddress
export const FEE_BPS = 1000n

/** An escrow on a chain, with open markets for a token and for the native coin. */
export interface Escrow {
  readonly chain: Chain
  readonly escrow: Contract
  readonly token: Contract
  /** The escrow's first block. */
  readonly fromBlock: bigint
}

interface EscrowOptions {
  /** The token's contract and the arguments of its constructor. */
  readonly token?: readonly [name: string, ...args: readonly unknown[]]
  /** The roles that get tokens and allow the escrow to pull them. */
  readonly rich: readonly Role[]
  /** What each of them gets. */
  readonly purse?: bigint
}

/** Deploys the escrow and a token, opens their markets, and fills the purses. */
export async function openEscrow(
  chain: Chain,
  { token: [name, ...args] = ["FreezableToken"], rich, purse = 10n ** 24n }: EscrowOptions,
): Promise<Escrow> {
  const { escrow, fromBlock } = await deployEscrow(chain)
  const token = await chain.deploy(name, args)
  for (const market of [token.address, NATIVE]) await openMarket(chain, escrow, market)
  for (const role of rich) {
    const from = addressOf(role)
    await chain.transact(callOf(token, from, "mint", [from, purse]))
    await chain.transact(callOf(token, from, "approve", [escrow.address, maxUint256]))
  }
  return { chain, escrow, token, fromBlock }
}

async function deployEscrow(chain: Chain): Promise<Pick<Escrow, "escrow" | "fromBlock">> {
  const escrow = await chain.deploy("RentalEscrow", [addressOf("owner"), addressOf("guardian"), addressOf("treasury")])
  return { escrow, fromBlock: await chain.client.getBlockNumber() }
}

export async function openMarket(chain: Chain, escrow: Contract, token: Address): Promise<void> {
  const terms = [token, addressOf("arbiter"), FEE_BPS, true]
  await chain.transact(callOf(escrow, addressOf("owner"), "setMarket", terms))
}

/** Encodes a call of a contract. */
export function callOf(
  { address, abi }: Contract,
  from: Address,
  functionName: string,
  args: readonly unknown[],
  value = 0n,
): Call & { readonly to: Address } {
  return { from, to: address, data: encodeFunctionData({ abi, functionName, args }), value }
}
