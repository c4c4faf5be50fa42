// Calls of the contracts around the escrow: their arguments checked, their errors decoded.
import type { ArgsIn, NameIn } from "../abiTypes.ts"
import type { Address, Hash } from "../types.ts"
import { isSameAddress } from "./address.ts"
import { askAgain } from "./askAgain.ts"
import { assertAddress, assertInput, fromAbi } from "./codec.ts"
import { EscrowError } from "./escrowError.ts"
import { decodeEvents, decodeKnown, type EscrowEvent } from "./escrowEvents.ts"
import { signatureHash } from "./parseAbi.ts"
import type { AbiItem, Chain, Codec, Log, Wallet } from "./port.ts"
import { isRevert } from "./readContract.ts"
import { type PreparedRequest, type TransactionResult, transact } from "./rental/send.ts"
import type { WaitOptions } from "./rental/waitForTransaction.ts"
import { hasEscrowBrand, revertData, toEscrowError } from "./revert.ts"
import type { RevertClass } from "./revertError.ts"

/** A contract around the escrow, as its ABI describes it. */
export type ForeignContract = {
  /** Name of the parameter that has its address. */
  readonly parameter: string
  readonly errors: readonly RevertClass[]
  readonly events: readonly AbiItem[]
}

/** An event of a contract. `eventName` is its name, `args` has that event's type. */
export type EventOf<abi extends readonly unknown[], names extends NameIn<abi, "event">> = {
  [name in names]: {
    readonly eventName: name
    readonly args: ArgsIn<abi, "event", name>
    readonly blockNumber: bigint | null
    readonly logIndex: number | null
    readonly transactionHash: Hash | null
  }
}[names]

/** A chain whose reverts are looked up among the contract's errors first. */
export function decoding<chain extends Chain>(chain: chain, { errors }: ForeignContract): chain {
  return { ...chain, codec: { ...chain.codec, errors } }
}

/** A call of the contract, its arguments checked. */
export function foreignCall(
  { codec }: Pick<Chain, "codec">,
  { parameter }: ForeignContract,
  { to, item, args }: { readonly to: Address; readonly item: AbiItem; readonly args: readonly unknown[] },
): PreparedRequest {
  assertAddress(codec, parameter, to)
  for (const [index, input] of item.inputs.entries()) assertInput(codec, input, args[index])
  return { to, data: codec.encodeCall(item, args), value: 0n }
}

type View = {
  readonly to: Address
  readonly item: AbiItem
  readonly args: readonly unknown[]
  readonly blockNumber?: bigint | undefined
}

/** Calls a view and returns its results in the SDK's types. Throws the contract's error. */
export async function foreignRead(
  chain: Chain,
  contract: ForeignContract,
  { blockNumber, ...view }: View,
): Promise<readonly unknown[]> {
  const { to, data } = foreignCall(chain, contract, view)
  const ask = () => chain.call({ to, data }, { blockNumber })
  const answer = await ask()
    .catch((error: unknown) => {
      // A node that is behind does not have the block of a transaction that was just waited for.
      if (blockNumber === undefined || isRevert(error)) throw error
      return askAgain(chain, error, ask)
    })
    .catch((cause: unknown) => {
      const error = toEscrowError({ ...chain.codec, errors: contract.errors }, cause)
      // The contracts' own views never revert without a reason.
      const isOther = !hasEscrowBrand(error) && isRevert(error) && (revertData(error) ?? "0x") === "0x"
      throw isOther ? new ContractNotFoundError({ address: to }, { cause }) : error
    })
  if (answer === "0x") throw new ContractNotFoundError({ address: to })
  const { outputs = [] } = view.item
  return chain.codec.decode(outputs, answer).map((value, index) => fromAbi(outputs[index] ?? { type: "" }, value))
}

type Belonging = { readonly to: Address; readonly item: AbiItem; readonly escrow: Address }

/** Refuses a contract that works for another escrow. `item` is its view of the escrow's address. */
export async function requireEscrow(
  chain: Chain,
  contract: ForeignContract,
  { to, item, escrow: expected }: Belonging,
): Promise<void> {
  const [answered] = await foreignRead(chain, contract, { to, item, args: [] })
  const value = answered as Address
  if (!isSameAddress(value, expected)) throw new ForeignContractError({ address: to, field: "escrow", value, expected })
}

/** Sends a call of the contract and waits for it. The events are the contract's and the escrow's, in their order. */
export async function foreignExecute<event>(
  wallet: Wallet,
  contract: ForeignContract,
  {
    request,
    escrow,
    ...waitOptions
  }: WaitOptions & { readonly request: PreparedRequest; readonly escrow?: Address | undefined },
): Promise<Omit<TransactionResult, "events"> & { readonly events: (event | EscrowEvent)[] }> {
  const { to: address } = request
  const receipt = await transact(decoding(wallet, contract), request, waitOptions).catch((error: unknown) => {
    throw isWithoutCode(error, address) ? new ContractNotFoundError({ address }, { cause: error }) : error
  })
  const events = receipt.logs.flatMap((log): (event | EscrowEvent)[] => [
    ...foreignEvents<event>(wallet.codec, contract, { address, logs: [log] }),
    ...(escrow ? decodeEvents(wallet.codec, { escrow, logs: [log] }) : []),
  ])
  return { hash: receipt.transactionHash, receipt, events }
}

/** The contract's own events among logs, in their order. */
export function foreignEvents<event>(
  codec: Codec,
  { events }: ForeignContract,
  emitted: { readonly address: Address; readonly logs: readonly Log[] },
): event[] {
  const known = new Map(events.map((item) => [signatureHash(codec, item), item]))
  return decodeKnown(codec, known, emitted) as event[]
}

function isWithoutCode(error: unknown, address: Address): boolean {
  if (!hasEscrowBrand(error) || error.code !== "EscrowNotFound") return false
  const { escrow } = error.args as { readonly escrow: Address }
  return isSameAddress(escrow, address)
}

/** There is no contract at the address. */
export class ContractNotFoundError extends EscrowError<"ContractNotFound", { readonly address: Address }> {
  constructor(args: ContractNotFoundError["args"], options?: ErrorOptions) {
    super(
      "ContractNotFound",
      "There is no such contract at this address. Check the address and the client's chain.",
      args,
      options,
    )
  }
}

/** The contract belongs to another escrow, or it is another contract. */
export class ForeignContractError extends EscrowError<
  "ForeignContract",
  { readonly address: Address; readonly field: string; readonly value: string; readonly expected: string }
> {
  constructor(args: ForeignContractError["args"], options?: ErrorOptions) {
    super(
      "ForeignContract",
      "The contract is not the one that was named. Check the address and the client's chain.",
      args,
      options,
    )
  }
}
