// A token that answers what a test wants when it is asked for its name, symbol or decimals.
import { type Address, encodeAbiParameters, type Hex, toFunctionSelector } from "viem"

import { artifactOf, type Chain } from "./chain.ts"
import { callOf } from "./escrow.ts"
import { addressOf } from "./parties.ts"

const MANNERS = { usual: 0, answers: 1, saysMegabyte: 2, reverts: 3, burnsAllGas: 4 } as const
export type Manner = keyof typeof MANNERS

export const FIELDS = ["name", "symbol", "decimals"] as const
export type Field = (typeof FIELDS)[number]

export async function strangeToken(chain: Pick<Chain, "deploy" | "transact">) {
  const { address } = await chain.deploy("StrangeToken", [])
  return { address, behave: behaviourOf(chain, address) }
}

/** Sets how the strange token at an address answers. */
export function behaviourOf({ transact }: Pick<Chain, "transact">, address: Address) {
  return async (field: Field, manner: Manner, answer: Hex = "0x") => {
    const { abi } = await artifactOf("StrangeToken")
    const args = [toFunctionSelector(`function ${field}()`), MANNERS[manner], answer]
    await transact(callOf({ address, abi }, addressOf("owner"), "behave", args))
  }
}

export const textAnswer = (text: string): Hex => encodeAbiParameters([{ type: "string" }], [text])
export const numberAnswer = (number: bigint): Hex => encodeAbiParameters([{ type: "uint256" }], [number])
