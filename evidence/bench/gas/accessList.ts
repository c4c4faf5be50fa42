import type { AccessList, Address, Hex } from "viem"

/** One step of a trace with its stack, the top last. */
export interface StackStep {
  readonly op: string
  readonly depth: number
  readonly stack: readonly Hex[]
}

const ADDRESS_OPS = ["BALANCE", "EXTCODESIZE", "EXTCODECOPY", "EXTCODEHASH", "SELFDESTRUCT"]
/** Precompiled contracts are never cold: Prague's, and that of P-256 signatures. */
const PRECOMPILES = 0x11n
const P256 = 0x100n

/**
 * The list that `eth_createAccessList` returns: every slot that the transaction touches, and every account that would be
 * cold. The sender, the receiver and precompiled contracts are listed for their slots alone.
 */
export function accessListOf(
  steps: readonly StackStep[],
  { from, to }: { readonly from: Address; readonly to: Address },
): AccessList {
  const slots = new Map<Address, Set<Hex>>()
  const slotsOf = (address: Address) => {
    const known = slots.get(address) ?? new Set<Hex>()
    slots.set(address, known)
    return known
  }
  const isWarm = (address: Address) =>
    [from, to].some((account) => lower(account) === address) ||
    BigInt(address) <= PRECOMPILES ||
    BigInt(address) === P256
  // The account whose storage each call works on, the outermost first.
  const accounts: Address[] = [lower(to)]
  for (const [index, { op, depth, stack }] of steps.entries()) {
    accounts.length = depth
    const account = accounts[depth - 1] ?? lower(to)
    if (op === "SLOAD" || op === "SSTORE") slotsOf(account).add(word(stack.at(-1)))
    const isCall = op === "CALL" || op === "STATICCALL" || op === "DELEGATECALL" || op === "CALLCODE"
    const touched = isCall
      ? addressFrom(stack.at(-2))
      : ADDRESS_OPS.includes(op)
        ? addressFrom(stack.at(-1))
        : undefined
    if (touched && !isWarm(touched)) slotsOf(touched)
    if ((steps[index + 1]?.depth ?? 0) <= depth) continue
    if (op.startsWith("CREATE")) throw new Error("The bench measures no transaction that creates a contract.")
    accounts.push(op === "CALL" || op === "STATICCALL" ? (touched ?? account) : account)
  }
  return [...slots].map(([address, keys]) => ({ address, storageKeys: [...keys] }))
}

function lower(address: Address): Address {
  return address.toLowerCase() as Address
}

function word(value: Hex = "0x0"): Hex {
  return `0x${value.slice(2).padStart(64, "0")}`
}

function addressFrom(value: Hex = "0x0"): Address {
  return `0x${value.slice(2).padStart(40, "0").slice(-40)}`
}
