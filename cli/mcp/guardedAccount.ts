// The account that signs for an agent. Whatever a command asks it to sign, it signs only what was confirmed, for no more
// than was reserved.
import { type Address, decodeFunctionData, erc20Abi, type LocalAccount, zeroAddress } from "viem"
import { toAccount } from "viem/accounts"
import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"

/** What may be signed now. */
export type SigningGrant = {
  /** The contracts to call, beside the token. */
  readonly contracts: readonly Address[]
  /** The token to pay with, and the most to pay. Undefined: nothing is paid. */
  readonly payment?: { readonly token: Address; readonly amount: bigint } | undefined
  /** Only a request for access to a machine, which moves no money. */
  readonly isAccess?: true
}

type Guarded = {
  /** Undefined: nothing may be signed. */
  readonly grant: () => SigningGrant | undefined
  /** Called before anything is signed. */
  readonly onSign: () => void
}

export function guardAccount(account: LocalAccount, { grant, onSign }: Guarded): LocalAccount {
  const check = (isAllowed: (granted: SigningGrant) => boolean) => {
    const granted = grant()
    if (!granted || !isAllowed(granted)) {
      throw new CliError(exitCodes.unexpected, "SigningRefused", "This was not confirmed, so it was not signed.")
    }
    onSign()
  }
  return toAccount({
    address: account.address,
    async signTransaction(transaction, options) {
      check((granted) => isGrantedCall(granted, transaction))
      return account.signTransaction(transaction, options)
    },
    async signTypedData(typed) {
      check((granted) => isGrantedSignature(granted, typed))
      return account.signTypedData(typed)
    },
    async signMessage(message) {
      check(() => false)
      return account.signMessage(message)
    },
  })
}

type Call = {
  readonly to?: Address | null | undefined
  readonly data?: `0x${string}` | undefined
  readonly value?: bigint | undefined
}

function isGrantedCall({ contracts, payment }: SigningGrant, { to, data = "0x", value = 0n }: Call): boolean {
  if (!to) return false
  const coins = payment && isSame(payment.token, zeroAddress) ? payment.amount : 0n
  if (contracts.some((contract) => isSame(contract, to))) return value <= coins
  return (
    payment !== undefined && isSame(payment.token, to) && value === 0n && isApproval(data, contracts, payment.amount)
  )
}

function isApproval(data: `0x${string}`, spenders: readonly Address[], most: bigint): boolean {
  try {
    const { functionName, args } = decodeFunctionData({ abi: erc20Abi, data })
    if (functionName !== "approve") return false
    const [spender, amount] = args
    return spenders.some((address) => isSame(address, spender)) && amount <= most
  } catch {
    // It is another call.
    return false
  }
}

/** Where each kind of signature says how much it lets go. */
const AMOUNTS: Readonly<Record<string, readonly string[]>> = {
  Permit: ["value"],
  ReceiveWithAuthorization: ["value"],
  PermitWitnessTransferFrom: ["permitted", "amount"],
}

function isGrantedSignature({ payment, isAccess }: SigningGrant, typed: object): boolean {
  if (isAccess) return Reflect.get(typed, "primaryType") === "Access"
  const path = AMOUNTS[String(Reflect.get(typed, "primaryType"))]
  if (!path || !payment) return false
  const message: unknown = Reflect.get(typed, "message")
  const amount = path.reduce<unknown>((value, name) => Object(value)[name], message)
  return (
    (typeof amount === "bigint" || typeof amount === "string" || typeof amount === "number") &&
    BigInt(amount) <= payment.amount
  )
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
