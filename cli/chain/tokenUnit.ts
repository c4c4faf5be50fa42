// How a token is named and counted, from what its contract says and from the SDK's list.
import { type Token, type TokenMetadata, tokens } from "@gpuflow/escrow/plan"
import { type Address, getAddress, isAddressEqual, zeroAddress } from "viem"
import { BASE_UNITS, type Unit } from "../text/amounts.ts"
import { POL } from "./client.ts"

/** More decimals would only make amounts unreadable. */
const MOST_DECIMALS = 36
/** A symbol that hides nothing and cannot be taken for a part of an amount. Anyone can choose a token's symbol. */
const PLAIN_SYMBOL = /^(?=.*[a-z])[\w.$/+-]{1,20}$/i

/**
 * A token of the list has the list's symbol. Another token has its own, unless that is another token's or misleading:
 * then its address stands for it. Without decimals, it counts in base units.
 */
export function toUnit(chainId: number, metadata: TokenMetadata): Unit {
  const { symbol: own, decimals } = metadata
  const address = getAddress(metadata.address)
  const listed = listedTokens(chainId)
  const entry = listed.find((token) => isAddressEqual(token.address, address))
  const others = listed.filter((token) => token !== entry)
  const known = entry && (decimals ?? entry.decimals) === entry.decimals ? entry : undefined
  const symbol = known?.symbol ?? (isFree(own, { address, others: listed }) ? own : address)
  const aliases = known ? [known.symbolOnChain, own].filter((alias) => isFree(alias, { address, others })) : []
  const identity = identityWarning(metadata, { address, entry, known, others })
  const isReadable = decimals !== undefined && decimals <= MOST_DECIMALS
  const warnings = [...(identity ? [identity] : []), ...(isReadable ? [] : [NO_DECIMALS])]
  return {
    address,
    symbol,
    aliases: [...aliases, address],
    decimals: isReadable ? decimals : undefined,
    ...(warnings.length > 0 ? { warning: warnings.join(" ") } : {}),
  }
}

export function listedTokens(chainId: number): readonly Token[] {
  return tokens.filter((token) => token.chainId === chainId)
}

export function isSameSymbol(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase()
}

/** Whether a symbol can stand for the token at an address, and for no other. */
function isFree(
  symbol: string | undefined,
  { address, others }: { readonly address: Address; readonly others: readonly Token[] },
): symbol is string {
  if (address === zeroAddress) return symbol === POL.symbol
  const taken = [BASE_UNITS, POL.symbol, ...others.flatMap((other) => [other.symbol, other.symbolOnChain])]
  return symbol !== undefined && PLAIN_SYMBOL.test(symbol) && !taken.some((one) => isSameSymbol(one, symbol))
}

const NO_DECIMALS = "Its decimals are not known, so its amounts are in base units."

type Listing = {
  readonly address: Address
  /** The list's entry at the address. */
  readonly entry: Token | undefined
  /** That entry, if the token has its decimals. */
  readonly known: Token | undefined
  readonly others: readonly Token[]
}

/** What a person must know who takes the token for what it calls itself. */
function identityWarning(
  { hasCode, symbol, name, decimals }: TokenMetadata,
  { address, entry, known, others }: Listing,
): string | undefined {
  if (!hasCode) return `There is no contract at ${address}.`
  if (entry && !known) {
    return `The token at ${address} has ${decimals} decimals. ${entry.symbol}, which is expected there, has ${entry.decimals}.`
  }
  const named = name === undefined || name === symbol ? "" : `, with the name ${JSON.stringify(name)}`
  const called = `${JSON.stringify(symbol)}${named}`
  if (known) {
    if (symbol === known.symbol) return undefined
    if (symbol === undefined) return `The contract of ${known.symbol}, ${address}, does not say its symbol.`
    return `The contract of ${known.symbol}, ${address}, calls itself ${called}.`
  }
  if (symbol === undefined || isFree(symbol, { address, others })) return undefined
  const other = others.find((token) => isSameSymbol(token.symbol, symbol))
  const difference = other ? `, but it is not ${other.symbol}, which is at ${other.address}` : ""
  return `The token at ${address} calls itself ${called}${difference}.`
}
