// The branch of the chain that a cursor stands for.
import type { Address, EventCursor, Hash } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import type { Block } from "../port.ts"

/** A cursor as numbers. */
export type Branch = {
  readonly fromBlock: bigint
  readonly block: bigint
  /** The lowest block whose hash is known, or else the first block. */
  readonly lowest: bigint
  readonly hashAt: (number: bigint) => Hash | undefined
}

export function branchOf({ fromBlock, block, recent }: EventCursor): Branch {
  const lowest = BigInt(block) + 1n - BigInt(recent.length)
  return {
    fromBlock: BigInt(fromBlock),
    block: BigInt(block),
    lowest,
    hashAt: (number) => recent[Number(number - lowest)]?.hash,
  }
}

/** Whether a block continues the cursor. Any block continues an empty cursor. */
export function isNext(branch: Branch, block: Block): boolean {
  return branch.lowest > branch.block || branch.hashAt(branch.block) === block.parentHash
}

/** The cursor belongs to another chain or escrow. */
export class WrongCursorError extends EscrowError<
  "WrongCursor",
  {
    readonly chainId: number
    readonly escrow: Address
    readonly expectedChainId: number
    readonly expectedEscrow: Address
  }
> {
  constructor(args: WrongCursorError["args"], options?: ErrorOptions) {
    super(
      "WrongCursor",
      "The cursor belongs to another chain or escrow. Pass the one stored for this escrow.",
      args,
      options,
    )
  }
}

/** More blocks were replaced than were remembered. */
export class ReorgTooDeepError extends EscrowError<
  "ReorgTooDeep",
  { readonly rememberedFrom: bigint; readonly resyncFrom: bigint }
> {
  constructor(args: ReorgTooDeepError["args"], options?: ErrorOptions) {
    super(
      "ReorgTooDeep",
      "The chain replaced more blocks than are remembered. Discard the events from `resyncFrom` on, and start there.",
      args,
      options,
    )
  }
}
